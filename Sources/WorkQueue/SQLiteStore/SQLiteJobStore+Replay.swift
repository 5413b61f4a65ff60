import SQLite

extension SQLiteJobStore {
  package func replay(ids: [Int64], payload: String?, staggerMs: Int64, atMs: Int64) async throws {
    try await write { connection in
      for (place, id) in ids.enumerated() {
        let state = try connection.first("SELECT state FROM jobs WHERE id = ?", .integer(id)) { $0.text(0) }
        guard let state else { throw OperatorRefusal("there is no job \(id)") }
        guard [JobState.dead, .cancelled].contains(where: { $0.rawValue == state }) else {
          throw OperatorRefusal("job \(id) is \(state); only dead and cancelled jobs can be replayed")
        }
        if let payload {
          do {
            try connection.run(
              "UPDATE jobs SET payload = ?2, updated_at = ?3 WHERE id = ?1", .integer(id), .text(payload),
              .integer(atMs))
          } catch let error as SQLiteError where error.code == .constraint {
            throw OperatorRefusal("job \(id): \(error.ruleBroken)")
          }
        }
        do {
          try connection.run(
            Self.replayJob, .integer(id), .integer(atMs), .integer(atMs + Int64(place) * staggerMs))
        } catch let error as SQLiteError where error.code == .constraint {
          throw OperatorRefusal("job \(id): \(error.ruleBroken)")
        }
      }
    }
  }

  /// A dead job has everything before it behind it; a cancelled one may have been cancelled before its turn came.
  static let replayJob = """
    UPDATE jobs SET
      state = CASE
        WHEN state = 'cancelled' AND (waits_for > 0 OR EXISTS (
          SELECT 1 FROM jobs AS earlier
          WHERE earlier.tenant = jobs.tenant AND earlier.resource = jobs.resource
            AND earlier.finished_at IS NULL AND earlier.resource IS NOT NULL AND earlier.id < jobs.id)) THEN 'blocked'
        WHEN ?3 > ?2 THEN 'scheduled' ELSE 'ready' END,
      run_at = ?3, updated_at = ?2, finished_at = NULL, replayed_at = ?2, give_up_at = NULL,
      attempt = 0, rescues = 0, reason = NULL, last_error = NULL, failures = NULL
    WHERE id = ?1 AND state IN ('dead', 'cancelled')
    """
}
