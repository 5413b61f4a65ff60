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
    return Set(texts).filter { text in
      let bytes = Array(text.utf8)
      return files.contains { file in
        file.withUnsafeBytes { Self.memmem($0.baseAddress, $0.count, bytes, bytes.count) != nil }
      }
    }
  }

  private typealias Search =
    @convention(c) (UnsafeRawPointer?, Int, UnsafeRawPointer?, Int) -> UnsafeRawPointer?

  /// The C library's, which Swift does not import: looking for some dozens of secrets was a third of a simulated run.
  private static let memmem = unsafeBitCast(dlsym(nil, "memmem"), to: Search.self)
}
