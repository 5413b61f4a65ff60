import Synchronization

/// The rows of the tenants whose jobs run, so that a row need not be read for each of a tenant's jobs. What it knows is
/// as new as the newest claim: that is when others' commits come to be seen.
final class KnownTenants: Sendable {
  private struct State {
    var rows: [String: Tenant] = [:]
    /// SQLite's count of commits by other connections, as of the newest claim.
    var foreignCommits: Int64?
    /// How often all was forgotten: what was read before is not to be remembered after.
    var timesForgotten = 0

    mutating func forget() {
      rows = [:]
      timesForgotten += 1
    }
  }

  private let state = Mutex(State())

  /// A claim sees the database as it is now.
  func claim(seeing foreignCommits: Int64?) {
    state.withLock { state in
      if foreignCommits == nil || foreignCommits != state.foreignCommits { state.forget() }
      state.foreignCommits = foreignCommits
    }
  }

  /// A tenant was changed by this store.
  func forget() { state.withLock { $0.forget() } }

  /// - Parameter read: reads the row as it is now.
  func tenant(named name: String, read: () throws -> Tenant?) rethrows -> Tenant? {
    let (known, timesForgotten) = state.withLock { ($0.rows[name], $0.timesForgotten) }
    if let known { return known }
    guard let row = try read() else { return nil }
    state.withLock { state in
      guard state.timesForgotten == timesForgotten else { return }
      if state.rows.count >= QueueLimits.maxKnownTenants { state.rows = [:] }
      state.rows[name] = row
    }
    return row
  }
}
