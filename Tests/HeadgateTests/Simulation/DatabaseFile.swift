import Foundation
import Glibc
import Headgate
import Synchronization
import WorkQueue

/// A prepared queue database in a folder of its own, which goes with it.
final class DatabaseFile: Sendable {
  let folder: String
  var path: String { folder + "/headgate.db" }

  /// In memory where there is such a place: hundreds of databases that wait for a disk take minutes.
  private static let place =
    FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm/" : NSTemporaryDirectory()

  /// Preparing takes longer than most tests: it is done once, and copied.
  private static let prepared: Result<[UInt8], any Error> = Result {
    let folder = place + "headgate-operations-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try QueueDatabase.prepare(path: folder + "/headgate.db", rules: KindCatalog.rules)
    return Array(try Data(contentsOf: URL(filePath: folder + "/headgate.db")))
  }

  init() throws {
    folder = Self.place + "headgate-operations-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(try Self.prepared.get()).write(to: URL(filePath: path))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// How many of its files this process has open.
  func openFiles() throws -> Int {
    let links = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
    }
    return links.count { $0.hasPrefix(folder) }
  }

  /// Which of the texts stand anywhere in the database or beside it. (grep looks for all of them in one pass; to look
  /// for each by itself took half of a simulated run.)
  func find(_ texts: some Sequence<String>) throws -> [String] {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).map { folder + "/" + $0 }
    let grep = Process()
    grep.executableURL = URL(filePath: "/usr/bin/env")
    grep.arguments =
      ["LC_ALL=C", "grep", "--text", "--only-matching", "--no-filename", "-F", "-f", "-"] + files
    let (input, output) = (Pipe(), Pipe())
    grep.standardInput = input
    grep.standardOutput = output
    try grep.run()
    let lines = texts.flatMap { $0.split(separator: "\n") }
    try input.fileHandleForWriting.write(contentsOf: Data(lines.joined(separator: "\n").utf8))
    try input.fileHandleForWriting.close()
    let found = try output.fileHandleForReading.readToEnd() ?? Data()
    grep.waitUntilExit()
    // 1: nothing was found.
    guard grep.terminationStatus <= 1 else { throw World.Missing(what: "grep of \(files)") }
    return Set(String(decoding: found, as: UTF8.self).split(separator: "\n").map(String.init)).sorted()
  }
}
