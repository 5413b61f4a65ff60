import SQLite
package import Testing
import WorkQueue

/// Asserts what must hold of every database at every moment.
package enum Invariants {
  /// - Parameter limitsAreFixed: no tenant's `max_running` was changed since the start.
  package static func check(
    _ path: String, limitsAreFixed: Bool = true, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let findings = try await SQLiteJobStore(path: path, access: .readOnly).audit()
    #expect(findings == [], sourceLocation: sourceLocation)
    guard limitsAreFixed else { return }
    let connection = try Connection(path: path, access: .readOnly, busyTimeoutMs: 10_000)
    let exceeded = try connection.rows(maxRunningExceeded) { $0.text(0) }
    #expect(exceeded == [], sourceLocation: sourceLocation)
  }

  private static let maxRunningExceeded = """
    WITH steps AS (
      SELECT id, tenant, state, lag(state) OVER (PARTITION BY job_id ORDER BY id) AS before
      FROM work_log WHERE job_id IS NOT NULL AND state IS NOT NULL),
    sums AS (
      SELECT id, tenant, sum((state = 'running') - (before IS 'running')) OVER (PARTITION BY tenant ORDER BY id) AS running
      FROM steps)
    SELECT tenants.name || ' runs ' || running || ' in row ' || id FROM sums JOIN tenants ON tenants.name = tenant
    WHERE running > max_running LIMIT 5
    """
}
