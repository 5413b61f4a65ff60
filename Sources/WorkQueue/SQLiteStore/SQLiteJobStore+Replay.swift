import SQLite

extension SQLiteJobStore {
  package func replay(ids: [Int64], payload: String?, staggerMs: Int64, atMs: Int64) async throws {
    try await write { connection in
      for (place, id) in ids.enumerated() {
        let state = try connection.first("SELECT state FROM jobs WHERE id = ?", .integer(id)) { $0.text(0) }
        guard let state else { throw OperatorRefusal("there is no job \(id)") }
        guard state == JobState.dead.rawValue else {
          throw OperatorRefusal("job \(id) is \(state), not dead; only dead jobs can be replayed")
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
        try connection.run(
          Self.replayJob, .integer(id), .integer(atMs), .integer(atMs + Int64(place) * staggerMs))
      }
    }
  }

  /// A dead job has everything before it behind it; what it depended on was finished before it ran.
  static let replayJob = """
    UPDATE jobs SET state = CASE WHEN ?3 > ?2 THEN 'scheduled' ELSE 'ready' END, run_at = ?3, updated_at = ?2,
                    attempt = 0, rescues = 0, reason = NULL, last_error = NULL
    WHERE id = ?1 AND state = 'dead'
    """
}
