import SQLite
import TestSupport
import Testing

@testable import WorkQueue

/// Reads the programs that SQLite compiles, triggers and all: EXPLAIN QUERY PLAN leaves the triggers out.
@Suite("Query plans")
struct QueryPlanTests {
  let database: TestDatabase

  init() throws { database = try TestDatabase() }

  /// Each statement of the way of a job, and the indexes that it may walk through from the start: those that hold
  /// no more than what runs or waits for its time.
  static let statements: [(name: String, sql: String, mayScan: Set<String>)] = [
    ("insert", SQLiteJobStore.insertJob, []), ("find by key", SQLiteJobStore.findByKey, []),
    ("promote", SQLiteJobStore.promote, ["jobs_scheduled"]),
    ("next", SQLiteJobStore.nextScheduled, ["jobs_scheduled"]),
    ("open kinds", SQLiteJobStore.openKinds, ["jobs_running"]), ("open lanes", SQLiteJobStore.openLanes, []),
    ("serve lanes", SQLiteJobStore.serveLanes, []), ("most urgent", SQLiteJobStore.mostUrgent, []),
    ("count open lanes", SQLiteJobStore.countOpenLanes, []),
    ("claimable", SQLiteJobStore.claimableJobs, []), ("claim", SQLiteJobStore.claimJobs, []),
    ("succeed", SQLiteJobStore.succeed, []), ("retry", SQLiteJobStore.retry, []),
    ("snooze", SQLiteJobStore.snooze, []), ("bury", SQLiteJobStore.bury, []),
    ("cancel", SQLiteJobStore.cancelRunning, []), ("release", SQLiteJobStore.release, []),
    ("replay", SQLiteJobStore.replayJob, []), ("cancel one", SQLiteJobStore.cancelJob, []),
    ("ask to stop", SQLiteJobStore.askToStop, []), ("asked to stop", SQLiteJobStore.requestsOfWorker, []),
    ("prune: candidates", SQLiteJobStore.candidates, []), ("prune: job", SQLiteJobStore.forgetJob, []),
    ("prune: its log", SQLiteJobStore.forgetLog, []),
    ("prune: dead", SQLiteJobStore.discardOld, ["jobs_dead"]),
    ("prune: workers", SQLiteJobStore.forgetWorkers, ["jobs_running"]),
    ("left", SQLiteJobStore.leftCounts, []), ("left over", SQLiteJobStore.leftScheduled, ["jobs_scheduled"]),
    ("first before", SQLiteJobStore.firstBefore, []),
    ("unfinished dependencies", SQLiteJobStore.unfinishedDependencies, []),
    ("all waiting", SQLiteJobStore.allWaiting, []), ("has succeeded", SQLiteJobStore.hasSucceeded, []),
    ("anyone lost", SQLiteJobStore.anyoneLost, ["jobs_running"]),
    ("give up", SQLiteJobStore.giveUpWorkers, []), ("rescue", SQLiteJobStore.rescueJobs, ["jobs_running"]),
    ("anything left", SQLiteJobStore.anythingLeft, ["jobs_running", "jobs_tried"]),
    ("wake", SQLiteJobStore.wakeWaiting, []),
    ("oldest ready", SQLiteJobStore.oldestReady, []), ("alive", SQLiteJobStore.aliveWorkers, []),
    ("log row", "INSERT INTO work_log (at, job_id, tenant, event) VALUES (1, 1, 'a', 'call')", []),
    ("edit", "UPDATE jobs SET payload = '{}' WHERE id = 1", []),
    ("prune", "DELETE FROM jobs WHERE id = 1", []),
    ("prune log", "DELETE FROM work_log WHERE job_id = 1", []),
    ("new tenant", "INSERT INTO tenants (name) VALUES ('a')", []),
    ("tenant leaves", "DELETE FROM tenants WHERE name = 'a'", []),
    ("worker goes", "DELETE FROM workers WHERE id = 1", []),
    ("stop", "INSERT INTO cancel_requests (job_id) VALUES (1)", []),
    ("dependency", "INSERT INTO job_dependencies (job_id, depends_on) VALUES (2, 1)", []),
  ]

  /// What `ANALYZE` may have left in the database, by the moment at which somebody ran it. SQLite plans by it, and most of
  /// what it says is wrong an hour later.
  static let statistics = [
    "none": "",
    "of an empty queue": """
    ('jobs', NULL, '1'), ('jobs', 'jobs_key', '1 1 1'), ('jobs', 'jobs_ready', '1 1 1 1'),
    ('jobs', 'jobs_scheduled', '1 1'), ('jobs', 'jobs_running', '1 1'), ('jobs', 'jobs_unfinished', '1 1 1'),
    ('work_log', 'work_log_job', '1 1'), ('lanes', 'lanes', '1 1 1'), ('lanes', 'lanes_open', '1 1 1 1')
    """,
    "of a large queue in which little runs": """
    ('jobs', NULL, '10000000'), ('jobs', 'jobs_key', '9782850 401 1'), ('jobs', 'jobs_ready', '4773600 401 401 81'),
    ('jobs', 'jobs_scheduled', '10 1'), ('jobs', 'jobs_tried', '10 5'), ('jobs', 'jobs_running', '1 1'),
    ('jobs', 'jobs_dead', '10 2'), ('jobs', 'jobs_unfinished', '10079784 401 1'),
    ('work_log', 'work_log_job', '30000000 3'), ('lanes', 'lanes', '100 1 1'),
    ('lanes', 'lanes_open', '100 100 20 1'), ('workers', 'workers_alive', '1 1'),
    ('job_dependencies', 'job_dependencies', '10 2 1'), ('job_dependencies', 'job_dependencies_dependents', '10 2')
    """,
    "of a large queue in which nothing is ready": """
    ('jobs', NULL, '10000000'), ('jobs', 'jobs_key', '10000000 1000000 1'), ('jobs', 'jobs_ready', '1 1 1 1'),
    ('jobs', 'jobs_scheduled', '9000000 1'), ('jobs', 'jobs_tried', '900000 300000'),
    ('jobs', 'jobs_running', '1000 100'), ('jobs', 'jobs_dead', '1000000 100000'),
    ('jobs', 'jobs_unfinished', '1 1 1'), ('work_log', 'work_log_job', '30000000 3'),
    ('lanes', 'lanes', '40000 7 1'), ('lanes', 'lanes_open', '1 1 1 1'), ('workers', 'workers_alive', '1 1'),
    ('job_dependencies', 'job_dependencies', '1000000 2 1'),
    ('job_dependencies', 'job_dependencies_dependents', '1000000 2')
    """,
  ]

  @Test(
    "no statement of a job's way walks through all jobs or the log, whatever SQLite believes of the tables",
    arguments: statistics.keys.sorted())
  func scans(statistics: String) throws {
    let connection = try connect(statistics: Self.statistics[statistics] ?? "")
    for (name, sql, mayScan) in Self.statements {
      #expect(
        try scanned(by: sql, on: connection).subtracting(mayScan) == [], "\(name), statistics \(statistics)")
    }
  }

  @Test("a scan would be seen, in a statement and in a trigger")
  func seen() throws {
    let connection = try database.connect()
    #expect(try scanned(by: "SELECT count(*) FROM jobs WHERE kind = 'x'", on: connection).contains("jobs"))
    try connection.execute(
      """
      CREATE TRIGGER slow AFTER UPDATE OF state ON jobs
      BEGIN
        UPDATE lanes SET virtual_time = (SELECT max(at) FROM work_log) WHERE tenant = 'x';
      END
      """)
    #expect(try scanned(by: SQLiteJobStore.bury, on: connection).contains("work_log"))
  }

  private func connect(statistics: String) throws -> Connection {
    if !statistics.isEmpty {
      try database.connect().execute(
        "ANALYZE; DELETE FROM sqlite_stat1; INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES \(statistics)")
    }
    // Statistics are read when a connection opens.
    return try database.connect()
  }

  /// The big tables, and their indexes, that the program goes through from one end.
  private func scanned(by sql: String, on connection: Connection) throws -> Set<String> {
    let names = try Dictionary(
      connection.rows(
        "SELECT rootpage, name FROM sqlite_schema WHERE tbl_name IN ('jobs', 'work_log', 'job_dependencies') AND rootpage > 0"
      ) { ($0.integer(0), $0.text(1)) }, uniquingKeysWith: { $1 })
    var cursors: [Int64: String] = [:]
    var begun: [(cursor: Int64, name: String)] = []
    var found: Set<String> = []
    let program = try connection.rows("EXPLAIN " + sql, Array(repeating: .null, count: parameters(of: sql))) {
      (opcode: $0.text(1), cursor: $0.integer(2), page: $0.integer(3))
    }
    for step in program {
      switch step.opcode {
      case "OpenRead", "OpenWrite", "ReopenIdx": cursors[step.cursor] = names[step.page]
      case "OpenEphemeral", "OpenPseudo", "OpenAutoindex", "VOpen": cursors[step.cursor] = nil
      // Walks from the end are left out: max(id) looks like one, and stops at the first row.
      case "Rewind": if let name = cursors[step.cursor] { begun.append((step.cursor, name)) }
      // A look at the first row alone is no scan: going on from there is.
      case "Next":
        if let last = begun.lastIndex(where: { $0.cursor == step.cursor && $0.name == cursors[step.cursor] })
        {
          found.insert(begun[last].name)
          begun.remove(at: last)
        }
      default: break
      }
    }
    return found
  }

  private func parameters(of sql: String) -> Int {
    let numbered = sql.split(separator: "?").dropFirst().compactMap { Int($0.prefix { $0.isNumber }) }
    return numbered.max() ?? sql.count { $0 == "?" }
  }
}
