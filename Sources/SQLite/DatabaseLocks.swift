import Glibc

/// Who holds a database's locks. SQLite does not tell; the kernel does, for processes of this machine.
package enum DatabaseLocks {
  /// A process that holds one.
  package struct Holder: Sendable, Equatable {
    package let processId: Int32
    /// What it runs, as far as the kernel lets us see it.
    package let program: String?
  }

  /// A lock, as SQLite's file format places it in the shared-memory file.
  enum Lock {
    /// Of the one that writes (`WAL_WRITE_LOCK`).
    case writing
    /// Of those that read a state of the database (`WAL_READ_LOCK`), which the log must keep for them.
    case reading

    fileprivate var bytes: ClosedRange<Int> { self == .writing ? 120...120 : 123...127 }
    fileprivate var type: Substring { self == .writing ? "WRITE" : "READ" }
  }

  /// The process that writes. Nil: nobody, or it cannot be told.
  package static func writer(database path: String) -> Holder? { holders(of: .writing, database: path).first }

  /// The processes that read at this moment, or hold a read transaction open.
  package static func readers(database path: String) -> [Holder] { holders(of: .reading, database: path) }

  private static func holders(of lock: Lock, database path: String) -> [Holder] {
    var status = stat()
    // The file is looked at by name: to open and close it would drop this process's own locks on it.
    guard stat("\(path)-shm", &status) == 0, let locks = text(of: "/proc/locks") else { return [] }
    return processIds(holding: lock, inode: UInt64(status.st_ino), locks: locks).map { id in
      Holder(processId: id, program: text(of: "/proc/\(id)/comm").map { String($0.prefix { $0 != "\n" }) })
    }
  }

  /// When the log was last written to, in Unix milliseconds: a lock that is held since then has written nothing.
  package static func lastWriteMs(database path: String) -> Int64? {
    var status = stat()
    guard stat("\(path)-wal", &status) == 0 else { return nil }
    return Int64(status.st_mtim.tv_sec) * 1_000 + Int64(status.st_mtim.tv_nsec) / 1_000_000
  }

  /// The size of the write-ahead log.
  package static func logBytes(database path: String) -> Int64 {
    var status = stat()
    return stat("\(path)-wal", &status) == 0 ? Int64(status.st_size) : 0
  }

  /// - Parameter locks: such as `1: POSIX  ADVISORY  WRITE 4711 08:01:1234 120 120`.
  static func processIds(holding lock: Lock, inode: UInt64, locks: String) -> [Int32] {
    var ids: [Int32] = []
    for line in locks.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 8, words[1] == "POSIX", words[3] == lock.type, let id = Int32(words[4]), id > 0,
        words[5].split(separator: ":").last.flatMap({ UInt64($0) }) == inode,
        let first = Int(words[6]), let last = Int(words[7]) ?? (words[7] == "EOF" ? .max : nil),
        first <= last, (first...last).overlaps(lock.bytes), !ids.contains(id)
      else { continue }
      ids.append(id)
    }
    return ids
  }

  private static func text(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16_384)
    while bytes.count < maxBytes {
      let count = read(descriptor, &piece, piece.count)
      guard count > 0 else { break }
      bytes += piece.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let maxBytes = 1 << 20
}
