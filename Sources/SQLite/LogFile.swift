import CSQLite
import Glibc
import Synchronization

/// The log's file, opened when it is first synced.
final class LogFile: Sendable {
  private let path: String
  private let descriptor = Mutex<Int32?>(nil)

  init(path: String) { self.path = path }

  deinit {
    if let descriptor = descriptor.withLock({ $0 }) { close(descriptor) }
  }

  func sync() throws(SQLiteError) {
    let opened = descriptor.withLock { descriptor in
      if descriptor == nil { descriptor = open() }
      return descriptor
    }
    guard let opened, fdatasync(opened) == 0 else {
      throw SQLiteError(
        extendedCode: SQLITE_IOERR | 4 << 8,  // SQLITE_IOERR_FSYNC, a macro that Swift does not import
        message: "\(path) cannot be synced: \(String(cString: strerror(errno)))")
    }
  }

  /// The log may have been made with the last commit, and is not found after a power cut before its folder is synced.
  private func open() -> Int32? {
    let file = Glibc.open(path, O_RDWR | O_CLOEXEC)
    guard file >= 0 else { return nil }
    let folder = Glibc.open(Self.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if folder >= 0 { close(folder) } }
    guard folder >= 0, fsync(folder) == 0 else {
      close(file)
      return nil
    }
    return file
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
