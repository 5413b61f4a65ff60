import Dispatch
import Synchronization
import TestSupport
import Testing

@testable import SQLite

@Suite("SQLite: the log on the disk", .timeLimit(.minutes(2)))
struct LogDiskTests {
  private let file: EmptyDatabase

  init() throws {
    file = try EmptyDatabase()
    try file.connect().execute("CREATE TABLE t (v INTEGER PRIMARY KEY)")
  }

  private func insert(_ number: Int) -> @Sendable (Connection) throws -> Void {
    { _ = try $0.run("INSERT INTO t VALUES (?)", .integer(number)) }
  }

  private func isKept(_ number: Int) throws -> Bool {
    try file.connect().integer("SELECT count(*) FROM t WHERE v = ?", .integer(number)) == 1
  }

  /// A disk that syncs when it is told to.
  private final class SlowDisk: Sendable {
    private let turns = DispatchSemaphore(value: 0)
    let asked = Events<Void>()
    let answers = Mutex<[SQLiteError?]>([])

    func sync() throws(SQLiteError) {
      asked.add(())
      turns.wait()
      let answer = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      if let answer { throw answer }
    }

    func answer(_ error: SQLiteError? = nil) {
      answers.withLock { $0.append(error) }
      turns.signal()
    }
  }

  @Test(
    "whoever needs the disk is told after the sync; whoever does not is told before, and others are written")
  func besides() async throws {
    let disk = SlowDisk()
    let writer = GroupCommitWriter(
      try file.connect(), disk: LogDisk { () throws(SQLiteError) in try disk.sync() })
    let told = Events<Int>()
    // Several in one transaction: the writer waits here until all of them have come.
    let isHeld = DispatchSemaphore(value: 0)
    let begun = Events<Void>()
    let first = Task {
      try await writer.write(isLazy: true) { _ in
        begun.add(())
        isHeld.wait()
      }
    }
    try await begun.wait(count: 1)
    for number in 0..<3 {
      Task {
        try await writer.write(isLazy: number == 2, insert(number))
        told.add(number)
      }
    }
    while writer.waitingCount < 3 { await Task.yield() }
    isHeld.signal()
    try await first.value

    try await told.wait(count: 1)
    try await disk.asked.wait(count: 1)
    #expect(told.all == [2], "a lazy one does not wait for the disk")
    #expect(try isKept(0) && isKept(1), "others can see the commit before it is on the disk")
    try await writer.write(isLazy: true, insert(3))
    #expect(try isKept(3), "the writer goes on while the disk is waited for")
    #expect(told.all == [2])
    disk.answer()
    try await told.wait(count: 3)
    #expect(disk.asked.all.count == 1, "one sync for all of a transaction")
  }

  @Test("a single caller is told after the sync, too")
  func alone() async throws {
    let disk = SlowDisk()
    let writer = GroupCommitWriter(
      try file.connect(), disk: LogDisk { () throws(SQLiteError) in try disk.sync() })
    let told = Events<Int>()
    let caller = Task {
      try await writer.write(insert(1))
      told.add(1)
    }
    try await disk.asked.wait(count: 1)
    #expect(told.all.isEmpty)
    disk.answer()
    try await caller.value
    #expect(told.all == [1])
  }

  @Test("after a sync that failed nothing is promised any more")
  func failed() async throws {
    let disk = SlowDisk()
    let writer = GroupCommitWriter(
      try file.connect(), disk: LogDisk { () throws(SQLiteError) in try disk.sync() })
    let broken = SQLiteError(extendedCode: 1_034, message: "the disk is broken")
    disk.answer(broken)
    await #expect(throws: broken) { try await writer.write(insert(1)) }
    await #expect(throws: broken) { try await writer.write(insert(2)) }
    await #expect(throws: broken) { try await writer.write(isLazy: true, insert(3)) }
    #expect(try !isKept(2) && !isKept(3), "nothing more is written")
    #expect(disk.asked.all.count == 1, "the disk is not asked again: its next answer would mean nothing")
  }

  @Test("a real log is synced, and one that is not there is an error that names it")
  func real() throws {
    let connection = try file.connect()
    try connection.execute("INSERT INTO t VALUES (1)")
    let disk = LogDisk(database: file.path)
    #expect(disk.syncNow() == nil)
    let none = LogDisk(database: "\(file.path)-none")
    #expect(none.syncNow()?.message.contains("\(file.path)-none-wal cannot be synced") == true)
    #expect(none.failure?.code == .ioError)
  }
}
