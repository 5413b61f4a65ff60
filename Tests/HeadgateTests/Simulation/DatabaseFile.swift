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

  /// Which of the texts stand anywhere in the database or beside it.
  func find(_ texts: some Sequence<String>) throws -> [String] {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).map {
      try Data(contentsOf: URL(filePath: folder + "/" + $0))
    }
    return texts.filter { text in
      files.contains { file in file.withUnsafeBytes { Self.find(Array(text.utf8), in: $0) } }
    }
  }

  private static func find(_ text: [UInt8], in bytes: UnsafeRawBufferPointer) -> Bool {
    guard let first = text.first, var here = bytes.baseAddress else { return false }
    let end = here + bytes.count
    while let hit = memchr(here, Int32(first), end - here) {
      guard end - UnsafeRawPointer(hit) >= text.count else { return false }
      if memcmp(hit, text, text.count) == 0 { return true }
      here = UnsafeRawPointer(hit) + 1
    }
    return false
  }
}
