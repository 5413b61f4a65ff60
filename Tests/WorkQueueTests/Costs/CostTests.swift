import Foundation
import SQLite
import TestSupport
import Testing

@testable import WorkQueue

/// Holds the main paths to what they cost SQLite: statements, instructions of its virtual machine and pages written,
/// which no other load on the machine changes. The limits are what was measured when they were last renewed:
///
///     HEADGATE_RENEW_COSTS=1 swift test --filter CostTests
@Suite("Costs")
struct CostTests {
  /// Per path; steps count for one version of SQLite only.
  struct Limits: Codable {
    struct Costs: Codable, Equatable {
      var statements: Int
      var steps: Int
      var pageWrites: Int
    }

    var sqlite: String
    var paths: [String: Costs]
  }

  private static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "cost-limits.json")
  /// What may come on top, and how far below the limit calls for a new one.
  private static let tolerance = 0.05
  private static let slack = 0.15

  @Test("the main paths cost no more than they did, and the limits say no more than they cost")
  func costs() throws {
    let measured = try Self.measure()
    if ProcessInfo.processInfo.environment["HEADGATE_RENEW_COSTS"] == "1" {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try encoder.encode(measured).write(to: Self.file)
    }
    let limits = try JSONDecoder().decode(Limits.self, from: Data(contentsOf: Self.file))
    #expect(limits.paths.keys.sorted() == measured.paths.keys.sorted())
    for (path, limit) in limits.paths {
      let costs = try #require(measured.paths[path], "\(path) is not measured any more")
      check(path, "statements", costs.statements, limit.statements)
      check(path, "pages written", costs.pageWrites, limit.pageWrites)
      if limits.sqlite == measured.sqlite { check(path, "steps", costs.steps, limit.steps) }
    }
  }

  private func check(_ path: String, _ what: String, _ measured: Int, _ limit: Int) {
    let most = Int((Double(limit) * (1 + Self.tolerance)).rounded(.up))
    let least = Int((Double(limit) * (1 - Self.slack)).rounded(.down)) - 1
    #expect(
      measured <= most, "\(path): \(measured) \(what), at the most \(limit): find out why it costs more")
    #expect(measured >= least, "\(path): \(measured) \(what), the limit is \(limit): renew the limits")
  }

  private static func measure() throws -> Limits {
    let database = try TestDatabase(
      OperationRegistry(
        [TestOperation.nothing(), TestOperation.ordered()], secretFields: ["password", "token"]))
    let sql = try database.connect()
    for number in 0..<10 {
      try sql.run("INSERT INTO tenants (name, max_running) VALUES (?, 1000)", .text("t\(number)"))
    }
    try sql.run(
      "INSERT INTO workers (name, concurrency, started_at, lease_until) VALUES ('w', 1000, 0, ?)",
      .integer(1 << 50))
    var paths: [String: Limits.Costs] = [:]
    func measure(_ path: String, _ body: (Connection) throws -> Void) throws {
      let costs = try sql.countingCosts { try sql.transaction(body) }
      paths[path] = Limits.Costs(
        statements: costs.statements, steps: costs.steps, pageWrites: costs.pageWrites)
    }
    var inserted = 0
    func insert(_ count: Int, kind: String, _ connection: Connection) throws {
      for _ in 0..<count {
        inserted += 1
        let payload =
          #"{"at":"f\#(inserted)","list":[{"a":1,"b":"x"}],"text":"\#(String(repeating: "x", count: 500))"}"#
        let job = NewJob(
          tenant: "t\(inserted % 10)", kind: kind, idempotencyKey: "k\(inserted)", payload: payload)
        _ = try SQLiteJobStore.insertOrExplain(job, index: 0, atMs: 1, on: connection).get()
      }
    }
    func claim(_ count: Int, _ connection: Connection) throws -> [SQLiteJobStore.Success] {
      let jobs = try SQLiteJobStore.claimReady(workerId: 1, slots: count, atMs: 2, on: connection)
      #expect(jobs.count == count)
      return jobs.map {
        SQLiteJobStore.Success(jobId: $0.id, leaseToken: $0.leaseToken, result: nil, atMs: 3)
      }
    }
    // Prepares the statements, whose compiling is not what is counted, and gives the tables a few pages.
    try sql.transaction { connection in
      try insert(500, kind: "ordered", connection)
      _ = try SQLiteJobStore.succeed(try claim(100, connection), on: connection)
    }
    try measure("enqueue 1") { try insert(1, kind: "ordered", $0) }
    try measure("enqueue 100") { try insert(100, kind: "ordered", $0) }
    var one: [SQLiteJobStore.Success] = []
    var many: [SQLiteJobStore.Success] = []
    try measure("claim 1") { one = try claim(1, $0) }
    try measure("claim 100") { many = try claim(100, $0) }
    try measure("complete 1") { _ = try SQLiteJobStore.succeed(one, on: $0) }
    try measure("complete 100") { _ = try SQLiteJobStore.succeed(many, on: $0) }
    try sql.transaction { one = try claim(1, $0) }
    try measure("retry 1") { connection in
      let settled = try connection.run(
        SQLiteJobStore.retry, .integer(one[0].jobId), .integer(one[0].leaseToken), .integer(4), .integer(99),
        .text("throttled"), .text("slow down"))
      #expect(settled == 1)
    }
    try measure("promote 1") { connection in
      let promoted = try connection.run(SQLiteJobStore.promote, .integer(99), .integer(10))
      #expect(promoted == 1)
    }
    try measure("log 1") { connection in
      try connection.run(
        SQLiteJobStore.appendToLog, .integer(5), .integer(1), .text("t1"), .text("call"), .integer(1),
        .text(#"{"service":"appflow"}"#))
    }
    try sql.run("UPDATE queue SET paused_at = 1")
    try measure("claim, nothing to do") { connection in
      let jobs = try SQLiteJobStore.claimReady(workerId: 1, slots: 9, atMs: 6, on: connection)
      #expect(jobs.isEmpty)
    }
    return Limits(sqlite: Connection.libraryVersion, paths: paths)
  }
}
