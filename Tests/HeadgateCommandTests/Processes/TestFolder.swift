import Foundation
import Glibc
import SQLite
import Testing

/// A folder with a database of its own, and the program to work on it by. It goes when the test ends.
final class TestFolder: Sendable {
  static let roleARN = "arn:aws:iam::123456789012:role/headgate"

  let path: String

  init() throws {
    var template = Array("\(NSTemporaryDirectory())headgate-tests-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// With a database, and a tenant `acme` in it.
  static func withTenant() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.succeed("init")
    try folder.succeed(
      "tenant", "add", "acme", "--role-arn", roleARN, "--external-id", "hg-acme-91", "--region",
      "eu-central-1")
    return folder
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var database: String { "\(path)/headgate.db" }

  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }

  /// Writes a file, and returns its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let file = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  /// Starts the program; nothing of the machine's own settings reaches it.
  func start(
    _ arguments: [String], environment: [String: String] = [:], input: String? = nil, oneStream: Bool = false,
    program: String = HeadgateProgram.path
  ) throws -> RunningCommand {
    let number = UUID().uuidString
    let base = ["PATH": "\(HeadgateProgram.folder):/usr/bin:/bin", "HEADGATE_DB": database, "TMPDIR": path]
    let out = "\(path)/\(number).out"
    return try RunningCommand(
      program, arguments, environment: base.merging(environment) { $1 }, directory: path,
      inputPath: try input.map { try write($0, to: "\(number).in") } ?? "/dev/null",
      outPath: out, errPath: oneStream ? out : "\(path)/\(number).err")
  }

  func run(
    _ arguments: [String], environment: [String: String] = [:], input: String? = nil, oneStream: Bool = false
  ) throws -> CommandResult {
    let command = try start(arguments, environment: environment, input: input, oneStream: oneStream)
    let end = command.wait()
    return CommandResult(out: command.out, err: oneStream ? "" : command.err, end: end)
  }

  func run(_ arguments: String...) throws -> CommandResult { try run(arguments) }

  /// Runs the program, which must end with 0.
  @discardableResult
  func succeed(_ arguments: String..., environment: [String: String] = [:], input: String? = nil) throws
    -> CommandResult
  {
    let result = try run(arguments, environment: environment, input: input)
    try #require(result.exitCode == 0, "headgate \(arguments.joined(separator: " ")): \(result.err)")
    return result
  }

  /// How many rows each table has: what a refused command must leave alone.
  func rowCounts() throws -> [String: Int64] {
    let connection = try Connection(path: database, access: .readOnly, busyTimeoutMs: 5_000)
    var counts: [String: Int64] = [:]
    for table in ["tenants", "jobs", "job_dependencies", "work_log", "lanes"] {
      counts[table] = try connection.integer("SELECT count(*) FROM \(table)")
    }
    return counts
  }

  /// Jobs whose state is not the one that the log, replayed from empty, gives.
  func disagreementsWithLog() throws -> [String] {
    try rows(
      """
      SELECT jobs.id || ': ' || jobs.state || ' but logged ' || logged.state FROM jobs JOIN (
        SELECT job_id, state, max(id) FROM work_log WHERE state IS NOT NULL GROUP BY job_id) AS logged
      ON logged.job_id = jobs.id WHERE logged.state <> jobs.state
      """)
  }

  /// The first column of each row.
  func rows(_ sql: String) throws -> [String] {
    try Connection(path: database, access: .readOnly, busyTimeoutMs: 5_000).rows(sql) { $0.text(0) }
  }

  /// Whether the bytes stand anywhere in the database's files.
  func databaseContains(_ text: String) -> Bool {
    ["", "-wal", "-shm"].contains { suffix in
      guard let data = try? Data(contentsOf: URL(filePath: database + suffix)) else { return false }
      return data.range(of: Data(text.utf8)) != nil
    }
  }
}
