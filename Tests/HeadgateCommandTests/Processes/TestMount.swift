import Foundation
import Glibc
import Testing

/// A file system that a test mounts in its folder, where the system lets it.
struct TestMount {
  let path: String

  static func isPermitted() throws -> Bool {
    let folder = try TestFolder()
    guard let mount = try? small(kilobytes: 64, in: folder) else { return false }
    mount.end()
    return true
  }

  static func small(kilobytes: Int, in folder: TestFolder) throws -> TestMount {
    try make(["-t", "tmpfs", "-o", "size=\(kilobytes)k", "none"], in: folder)
  }

  /// The same files as at `source`, that cannot be written here.
  static func readOnly(_ source: String, in folder: TestFolder) throws -> TestMount {
    let mount = try make(["--bind", source], in: folder)
    try run(["mount", "-o", "remount,ro,bind", mount.path], in: folder)
    return mount
  }

  func end() {
    umount2(path, Int32(MNT_DETACH))
    rmdir(path)
  }

  private static func make(_ arguments: [String], in folder: TestFolder) throws -> TestMount {
    let path = "\(NSTemporaryDirectory())headgate-mount-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    do {
      try run(["mount"] + arguments + [path], in: folder)
    } catch {
      try? FileManager.default.removeItem(atPath: path)
      throw error
    }
    return TestMount(path: path)
  }

  private static func run(_ command: [String], in folder: TestFolder) throws {
    let running = try folder.start(command, program: "/usr/bin/env")
    guard running.wait() == .exit(0) else { throw PythonServer.Failure(description: running.err) }
  }
}
