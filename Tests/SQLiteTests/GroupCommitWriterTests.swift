import Dispatch
import Glibc
import TestSupport
import Testing

@testable import SQLite

@Suite("SQLite: group commit", .timeLimit(.minutes(5)))
struct GroupCommitWriterTests {
  let file: EmptyDatabase

  init() throws {
    file = try EmptyDatabase()
    try file.connect().execute("CREATE TABLE t (v INTEGER PRIMARY KEY, text TEXT)")
  }

  private func count() throws -> Int64? { try file.connect().integer("SELECT count(*) FROM t") }

  struct Stop: Error {}

  @Test("a request that fails undoes its own changes and nobody else's", arguments: [false, true])
  func isolation(inCaller: Bool) async throws {
    let writer = GroupCommitWriter(try file.connect(), place: inCaller ? .caller : .ownThread)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<500 {
        group.addTask {
          let result = await Result.of {
            try await writer.write { connection -> Int in
              try connection.run("INSERT INTO t VALUES (?, NULL)", .integer(number * 2))
              if number % 3 == 0 { throw Stop() }
              if number % 3 == 1 {
                try connection.run("INSERT INTO t VALUES (?, NULL)", .integer(number * 2))
              }
              return number
            }
          }
          switch (number % 3, result) {
          case (0, .failure(let error)): #expect(error is Stop)
          case (1, .failure(let error)): #expect((error as? SQLiteError)?.code == .constraint)
          case (2, .success(number)): break
          default: Issue.record("\(number): \(result)")
          }
        }
      }
    }
    #expect(try file.connect().rows("SELECT v / 2 % 3 FROM t") { $0.int(0) }.allSatisfy { $0 == 2 })
    #expect(try count() == 166)
  }

  @Test("a caller goes on only after the commit that holds its changes")
  func durability() async throws {
    let writer = GroupCommitWriter(try file.connect())
    let path = file.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        group.addTask {
          try await writer.write { _ = try $0.run("INSERT INTO t VALUES (?, NULL)", .integer(number)) }
          let reader = try Connection(path: path, access: .readOnly, busyTimeoutMs: 10_000)
          #expect(try reader.integer("SELECT v FROM t WHERE v = ?", .integer(number)) == Int64(number))
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("writes that nobody waits for go with the next commit, and report their failure")
  func later() async throws {
    let writer = GroupCommitWriter(try file.connect())
    let failures = Events<String>()
    writer.writeLater({ _ = try $0.run("INSERT INTO t VALUES (1, NULL)") }, failed: { failures.add("\($0)") })
    writer.writeLater({ _ = try $0.run("INSERT INTO t VALUES (1, NULL)") }, failed: { failures.add("\($0)") })
    try await failures.wait(count: 1)
    try await writer.write { _ in }
    #expect(try count() == 1)
    #expect(failures.all.count == 1)
  }

  @Test("a full disk fails the requests it hits, tells all who were undone, and loses nothing")
  func full() async throws {
    let connection = try file.connect()
    try connection.execute("PRAGMA max_page_count = 40")
    let writer = GroupCommitWriter(connection)
    let written = Events<Int64>()
    let failed = Events<Int>()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<300 {
        group.addTask {
          do {
            try await writer.write { connection in
              _ = try connection.run(
                "INSERT INTO t VALUES (?, ?)", .integer(number), .text(String(repeating: "x", count: 2_000)))
            }
            written.add(Int64(number))
          } catch {
            #expect((error as? SQLiteError)?.code == .full)
            failed.add(number)
          }
        }
      }
    }
    let kept = try file.connect().rows("SELECT v FROM t ORDER BY v") { $0.integer(0) }
    #expect(kept == written.all.sorted(), "told and kept are the same")
    #expect(!failed.all.isEmpty)
    #expect(try file.connect().first("PRAGMA integrity_check") { $0.text(0) } == "ok")
    try await writer.write { _ = try $0.run("PRAGMA max_page_count = 10000") }
    try await writer.write { _ = try $0.run("INSERT INTO t VALUES (1000, NULL)") }
  }

  @Test("a transaction that SQLite undoes is everybody's failure")
  func undone() async throws {
    let writer = GroupCommitWriter(try file.connect())
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<50 {
        group.addTask {
          _ = try? await writer.write { connection in
            _ = try connection.run("INSERT OR ROLLBACK INTO t VALUES (1, ?)", .text("\(number)"))
          }
        }
      }
    }
    try await writer.write { _ = try $0.run("INSERT INTO t VALUES (2, NULL)") }
    #expect(try file.connect().integer("SELECT v FROM t WHERE v = 2") == 2)
  }

  @Test("a lock that is never given back fails the request, and the writer goes on after it")
  func locked() async throws {
    let holder = try file.connect()
    try holder.execute("BEGIN IMMEDIATE")
    let writer = GroupCommitWriter(try Connection(path: file.path, access: .readWrite, busyTimeoutMs: 5))
    let result = await Result.of {
      try await writer.write { _ = try $0.run("INSERT INTO t VALUES (1, NULL)") }
    }
    guard case .failure(let error as SQLiteError) = result else {
      Issue.record("it wrote through the lock")
      return
    }
    #expect(error.code == .busy)
    try holder.execute("COMMIT")
    try await writer.write { _ = try $0.run("INSERT INTO t VALUES (1, NULL)") }
    #expect(try count() == 1)
  }

  /// The thread on which something was called.
  private static func thread() -> UInt { UInt(pthread_self()) }

  @Test("a task that comes back by itself commits on its own thread, and others on the writer's")
  func loneCaller() async throws {
    let writer = GroupCommitWriter(try file.connect())
    let places = try await Task {
      var places: [Bool] = []
      for number in 0..<4 {
        let caller = Self.thread()
        // Without `isShort` even the task that is alone waits for the writer's thread.
        let thread = try await writer.write(isShort: number < 3) { connection in
          try connection.run("INSERT INTO t VALUES (?, NULL)", .integer(number))
          return Self.thread()
        }
        places.append(thread == caller)
      }
      return places
    }.value
    #expect(places == [false, true, true, false])
    #expect(try count() == 4)
  }

  @Test("a lone task does not wait for another process on its own thread")
  func loneCallerMeetsOthers() async throws {
    let (writer, other) = (GroupCommitWriter(try file.connect()), GroupCommitWriter(try file.connect()))
    let (held, opened) = (Events<Bool>(), DispatchSemaphore(value: 0))
    let task = Task {
      try await writer.write(isShort: true) { _ = try $0.run("INSERT INTO t VALUES (1, NULL)") }
      async let holding: Void = other.write { _ in
        held.add(true)
        opened.wait()
      }
      try await held.wait(count: 1)
      // Waiting may have moved the task to another thread, but it is still the one that came last.
      let caller = Self.thread()
      let thread = try await writer.write(isShort: true) { connection in
        try connection.run("INSERT INTO t VALUES (2, NULL)")
        return Self.thread()
      }
      try await holding
      return thread == caller
    }
    let looker = try file.connect()
    while !looker.turn.othersWait { await Task.yield() }
    opened.signal()
    #expect(try await task.value == false)
    #expect(try count() == 2)
  }

  @Test(
    "a group's items are written together, and one by one if together they cannot be",
    arguments: [false, true])
  func groups(hasDuplicate: Bool) async throws {
    let writer = GroupCommitWriter(try file.connect())
    let sizes = Events<Int>()
    let group = WriteGroup<Int, Int> { items, connection in
      sizes.add(items.count)
      for item in items { try connection.run("INSERT INTO t VALUES (?, NULL)", .integer(item)) }
      return items.map { -$0 }
    }
    // Holds the writer up, so that what follows meets in one transaction.
    let (gate, opened) = (Events<Bool>(), DispatchSemaphore(value: 0))
    async let held: Void = writer.write { _ in
      gate.add(true)
      opened.wait()
    }
    try await gate.wait(count: 1)
    let results = await withTaskGroup(of: (Int, Int?).self) { tasks in
      for number in 0..<20 {
        tasks.addTask {
          let item = hasDuplicate && number == 19 ? 7 : number
          return (number, try? await writer.write(item, in: group))
        }
      }
      while writer.waitingCount < 20 { await Task.yield() }
      opened.signal()
      return await tasks.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    try await held
    #expect(results.count == (hasDuplicate ? 19 : 20))
    #expect(results.filter { $0.key < 19 && $0.key != 7 }.allSatisfy { $0.value == -$0.key })
    #expect(try count() == (hasDuplicate ? 19 : 20))
    #expect(sizes.all.first == 20)
    #expect(sizes.all.count == (hasDuplicate ? 21 : 1))
  }

  @Test("commits of others are seen, its own are not")
  func foreignCommits() async throws {
    let writer = GroupCommitWriter(try file.connect(), place: .caller)
    _ = writer.hasForeignCommit()
    #expect(writer.hasForeignCommit() == false)
    try await writer.write { _ = try $0.run("INSERT INTO t VALUES (1, NULL)") }
    #expect(writer.hasForeignCommit() == false)
    try file.connect().execute("INSERT INTO t VALUES (2, NULL)")
    #expect(writer.hasForeignCommit() == true)
    #expect(writer.hasForeignCommit() == false)
  }

  @Test("a watch tells of each commit of others, and of none after it was stopped")
  func commitWatch() async throws {
    let writer = GroupCommitWriter(try file.connect(), place: .caller)
    _ = writer.hasForeignCommit()
    let seen = Events<Bool>()
    let made = CommitWatch(
      database: file.path, look: { writer.hasForeignCommit() }, changed: { seen.add(true) })
    let watch = try #require(made)
    let other = try file.connect()
    for number in 0..<20 {
      try other.run("INSERT INTO t VALUES (?, NULL)", .integer(number))
      try await seen.wait(count: number + 1)
    }
    watch.stop()
    #expect(seen.all.count == 20, "one for each, and none for the writer's own")
  }
}

extension Result where Failure == any Error {
  fileprivate static func of(_ body: () async throws -> Success) async -> Self {
    do { return .success(try await body()) } catch { return .failure(error) }
  }
}
