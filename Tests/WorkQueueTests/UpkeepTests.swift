import Foundation
import TestSupport
import Testing
import TimeAndChance

@testable import SQLite
@testable import WorkQueue

@Suite("Upkeep")
struct UpkeepTests {
  let database: TestDatabase
  let store: SQLiteJobStore
  let sql: Connection
  private let day: Int64 = 86_400_000

  init() async throws {
    database = try TestDatabase(OperationRegistry([TestOperation.nothing("free"), TestOperation.ordered()]))
    store = try database.store()
    sql = try database.connect()
    _ = try await store.enqueue([], saving: [Tenant(name: "acme", maxRunning: 10_000)], atMs: 0)
  }

  /// Jobs that were enqueued and finished at these times; nil: unfinished.
  private func jobs(_ times: [(created: Int64, finished: Int64?)], dying: Bool = false) async throws
    -> [Int64]
  {
    var ids: [Int64] = []
    for (number, time) in times.enumerated() {
      let key = "\(time.created)-\(number)-\(dying)"
      let id = try await store.enqueue(
        [NewJob(tenant: "acme", kind: "free", idempotencyKey: key, payload: "{}")], saving: [],
        atMs: time.created
      ).jobs[0].id
      ids.append(id)
    }
    let worker = try await store.register(name: "w", concurrency: 9, leaseUntilMs: 1 << 50, atMs: 0)
    while true {
      let batch = try await store.claim(workerId: worker, slots: 256, atMs: 1 << 40).jobs
      if batch.isEmpty { break }
      for job in batch {
        guard let place = ids.firstIndex(of: job.id), let finished = times[place].finished else {
          _ = try await store.settle(
            jobId: job.id, leaseToken: job.leaseToken,
            .retry(runAtMs: 1 << 50, Failure(reason: "r", message: "")), atMs: 1)
          continue
        }
        let settlement: Settlement =
          dying ? .dead(Failure(reason: "broken", message: "")) : .succeeded(result: nil)
        _ = try await store.settle(jobId: job.id, leaseToken: job.leaseToken, settlement, atMs: finished)
      }
    }
    return ids
  }

  private func left() throws -> [Int64] { try sql.rows("SELECT id FROM jobs ORDER BY id") { $0.integer(0) } }

  @Test("prunes by age: finished jobs and their log together, nothing that is unfinished, never the newest")
  func byAge() async throws {
    let ids = try await jobs([(1, 10), (2, nil), (3, 50 * day), (4, 20), (5, 30)])
    let pruned = try await store.prune(PrunePolicy(keepMs: 30 * day), atMs: 60 * day)
    #expect(pruned.jobs == 2 && pruned.logRows == 6)
    #expect(try left() == [ids[1], ids[2], ids[4]])
    #expect(try sql.integer("SELECT count(*) FROM work_log WHERE job_id NOT IN (SELECT id FROM jobs)") == 0)
    try await Invariants.check(database.path)
  }

  @Test("prunes by count, the oldest first, over many portions")
  func byCount() async throws {
    let ids = try await jobs((0..<1_300).map { (Int64($0), Int64($0 + 5)) })
    let pruned = try await store.prune(PrunePolicy(keepJobs: 40), atMs: 60 * day)
    #expect(pruned.jobs == 1_260)
    #expect(try left() == Array(ids.suffix(40)))
    #expect(try await store.prune(PrunePolicy(keepJobs: 40), atMs: 60 * day).jobs == 0)
    try await Invariants.check(database.path)
  }

  @Test("dead letters are never pruned unless asked, and then discarded first")
  func dead() async throws {
    let ids = try await jobs([(1, 10), (2, 20)], dying: true)
    let last = try await jobs([(3, nil)])
    #expect(try await store.prune(PrunePolicy(keepMs: 0, keepJobs: 0), atMs: 60 * day) == Pruned())
    #expect(try left() == ids + last)
    let pruned = try await store.prune(PrunePolicy(keepMs: 0, keepDeadMs: day), atMs: 60 * day)
    #expect(pruned.discarded == 2 && pruned.jobs == 0, "they finished just now")
    #expect(try await store.prune(PrunePolicy(keepMs: 0), atMs: 60 * day + 1).jobs == 2)
    try await Invariants.check(database.path)
  }

  @Test("a job that depends on one that is gone is none the worse")
  func dependencies() async throws {
    let first = try await jobs([(1, 10)])[0]
    let second = try await store.enqueue(
      [
        NewJob(tenant: "acme", kind: "free", idempotencyKey: "after", payload: "{}", dependsOn: [.job(first)])
      ],
      saving: [], atMs: 20
    ).jobs[0].id
    #expect(try await store.prune(PrunePolicy(keepMs: 0), atMs: 60 * day).jobs == 1)
    #expect(try await store.job(id: second)?.state == .ready)
    try await Invariants.check(database.path)
  }

  @Test("of several workers one is told that upkeep is due, an hour later another, whatever the clock does")
  func due() async throws {
    let hour: Int64 = 3_600_000
    #expect(try await store.takeUpkeep(everyMs: hour, atMs: 10 * hour))
    #expect(try await !database.store().takeUpkeep(everyMs: hour, atMs: 10 * hour + 5))
    #expect(try await database.store().takeUpkeep(everyMs: hour, atMs: 11 * hour))
    #expect(try await store.takeUpkeep(everyMs: hour, atMs: 5 * hour), "a clock that was set back")
  }

  @Test("free space goes back to the file system, and workers that left are forgotten")
  func tidy() async throws {
    _ = try await store.register(name: "old", concurrency: 1, leaseUntilMs: 1, atMs: 0)
    try sql.run("UPDATE workers SET stopped_at = 1")
    _ = try await jobs((0..<1_000).map { (Int64($0), 5) })
    _ = try await store.prune(PrunePolicy(keepMs: 0), atMs: day)
    let before = try sql.integer("PRAGMA page_count") ?? 0
    try await store.tidy(atMs: 30 * day)
    #expect(try sql.integer("PRAGMA freelist_count") == 0)
    #expect(try sql.integer("PRAGMA page_count") ?? 0 < before)
    #expect(try sql.integer("SELECT count(*) FROM workers WHERE name = 'old'") == 0)
    try await Invariants.check(database.path)
  }

  @Test("while free space is given back, others write in between")
  func tidyInSteps() async throws {
    try sql.execute(
      """
      CREATE TABLE filler (x);
      WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 8000)
      INSERT INTO filler SELECT zeroblob(4000) FROM number;
      DROP TABLE filler;
      """)
    let before = try #require(try sql.integer("PRAGMA freelist_count"))
    let seen = Events<Int64>()
    let store = store
    let writing = Task {
      while !Task.isCancelled {
        seen.add(
          try await store.writer.write(isLazy: true) { try $0.integer("PRAGMA freelist_count") ?? 0 })
      }
    }
    try await seen.wait(count: 1)
    try await store.tidy(atMs: 1)
    writing.cancel()
    try await writing.value
    #expect(seen.all.contains { 0 < $0 && $0 < before })
  }

  @Test("upkeep gathers no statistics, for which SQLite would read every job while nobody else writes")
  func noStatistics() async throws {
    _ = try await jobs((0..<100).map { (Int64($0), 5) })
    try await store.tidy(atMs: 30 * day)
    #expect(try sql.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'") == 0)
  }

  @Test("a WAL of gigabytes: under readers that always overlap, the log is begun anew and stays bounded")
  func overlappingReaders() async throws {
    let bound: Int64 = 2 << 20
    let filler = String(repeating: "x", count: 50_000)
    let path = database.path
    let over = Events<Bool>()
    // Two programs that read all the time: hardly ever is there no reader. On threads of their own, because they
    // never wait for anything.
    let ended = Events<Int64>()
    for _ in 0..<2 {
      Thread.detachNewThread {
        let reader = try? Connection(path: path, access: .readOnly, busyTimeoutMs: 10_000)
        var count: Int64 = 0
        while over.all.isEmpty {
          count +=
            (try? reader?.integer("SELECT count(*) FROM work_log WHERE detail LIKE '%y%'")) == 0 ? 1 : 0
        }
        ended.add(count)
      }
    }
    var largest: Int64 = 0
    for _ in 0..<40 {
      for _ in 0..<10 {
        try sql.run(
          "INSERT INTO work_log (at, tenant, event, detail) VALUES (1, 'acme', 'x', json_quote(?))",
          .text(filler))
      }
      try await store.checkpoint(restartBytes: bound, truncateBytes: 4 * bound)
      largest = max(largest, DatabaseLocks.logBytes(database: path))
    }
    over.add(true)
    try await ended.wait(count: 2)
    #expect(ended.all.allSatisfy { $0 > 0 })
    #expect(largest < 4 * bound, "\(largest) of 20 MB that were written")
    try await Invariants.check(path)
  }

  @Test("who holds the write lock, and who reads, is told by the kernel's list of locks")
  func writeLock() throws {
    let list = """
      1: POSIX  ADVISORY  READ  17 08:01:99 120 120
      2: POSIX  ADVISORY  WRITE 4711 08:01:99 120 120
      3: POSIX  ADVISORY  WRITE 12 08:01:98 0 EOF
      4: FLOCK  ADVISORY  WRITE 13 08:01:99 0 EOF
      5: POSIX  ADVISORY  READ  18 08:01:99 124 124
      6: POSIX  ADVISORY  READ  18 08:01:99 128 128
      7: POSIX  ADVISORY  READ  19 08:01:99 125 128
      8: POSIX  ADVISORY  READ  20 08:01:99 128 128
      """
    func ids(_ lock: DatabaseLocks.Lock, _ inode: UInt64) -> [Int32] {
      DatabaseLocks.processIds(holding: lock, inode: inode, locks: list)
    }
    #expect(ids(.writing, 99) == [4711] && ids(.writing, 98) == [12] && ids(.writing, 97) == [])
    #expect(ids(.reading, 99) == [18, 19] && ids(.reading, 98) == [])
    #expect(DatabaseLocks.writer(database: database.path) == nil)
    try sql.execute("BEGIN IMMEDIATE")
    #expect(DatabaseLocks.writer(database: database.path)?.processId == getpid())
    try sql.execute("COMMIT")
    #expect(DatabaseLocks.writer(database: database.path) == nil)
    #expect(DatabaseLocks.readers(database: database.path) == [])
    try sql.execute("BEGIN; SELECT * FROM queue")
    #expect(DatabaseLocks.readers(database: database.path).map(\.processId) == [getpid()])
    try sql.execute("COMMIT")
  }
}
