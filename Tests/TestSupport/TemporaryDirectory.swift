import Foundation

/// A directory that is gone when nobody holds it any more; in memory where the machine has such a place.
package final class TemporaryDirectory: Sendable {
  package let path: String

  package init() throws {
    let root = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : NSTemporaryDirectory()
    path = "\(root)/headgate-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  package func file(_ name: String) -> String { "\(path)/\(name)" }
}
