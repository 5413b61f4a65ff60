import SQLite

extension SQLiteJobStore {
  package func left() async throws -> [LeftJobs] {
    try read { connection in
      let counts = try connection.first(Self.leftCounts) { row in
        [
          LeftJobs(count: row.int(0), cause: .dead), LeftJobs(count: row.int(1), cause: .blocked),
          LeftJobs(count: row.int(2), cause: .paused), LeftJobs(count: row.int(3), cause: .ready),
        ]
      }
      let scheduled = try connection.rows(Self.leftScheduled) { row in
        LeftJobs(
          count: row.int(1), cause: .time(reason: row.optionalText(0), firstAtMs: row.integer(2)))
      }
      return (counts ?? []).filter { $0.count > 0 } + scheduled
    }
  }

  private static let isHeld = """
    (closed & 1 OR kinds.paused_at IS NOT NULL OR (SELECT paused_at FROM queue) IS NOT NULL)
    """

  static let leftCounts = """
    SELECT coalesce(sum(dead), 0), coalesce(sum(blocked), 0),
           coalesce(sum(CASE WHEN \(isHeld) THEN ready END), 0), coalesce(sum(CASE WHEN NOT \(isHeld) THEN ready END), 0)
    FROM lanes JOIN kinds ON kinds.name = lanes.kind
    """

  static let leftScheduled = """
    SELECT reason, count(*), min(run_at) FROM jobs INDEXED BY jobs_scheduled
    WHERE state = 'scheduled' GROUP BY reason ORDER BY min(run_at)
    """
}
