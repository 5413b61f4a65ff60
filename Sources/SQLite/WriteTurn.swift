import Glibc

/// Good manners among processes that write to one database. SQLite's write lock goes to whoever asks at the moment when
/// it is free; a process that writes all the time gives it back and has it again before anybody else has looked. So
/// whoever waits for it holds a shared lock on a byte of the write-ahead log, where SQLite has no locks, and whoever has
/// committed looks whether anybody does, and then keeps still for a moment. The kernel takes the locks back from a
/// process that dies.
final class WriteTurn {
  /// Long enough for those who wait to look.
  private static let pauseUs: UInt32 = 300
  /// `F_OFD_GETLK` and `F_OFD_SETLK` of fcntl(2): locks of this descriptor, not of the process.
  private static let look: Int32 = 36
  private static let set: Int32 = 37

  private let path: String
  private var descriptor: Int32?
  private var isWaiting = false

  /// - Parameter path: the database's file.
  init(database path: String) { self.path = path }

  deinit {
    if let descriptor, descriptor >= 0 { close(descriptor) }
  }

  /// Says that this connection waits for the write lock.
  func announce() {
    guard !isWaiting else { return }
    isWaiting = lock(F_RDLCK, Self.set) != nil
  }

  /// It has the write lock, or gave up.
  func withdraw() {
    guard isWaiting else { return }
    isWaiting = false
    _ = lock(F_UNLCK, Self.set)
  }

  /// Lets others write, if anybody waits; to be called after a commit.
  func makeWay() {
    guard let found = lock(F_WRLCK, Self.look), found.l_type != F_UNLCK else { return }
    usleep(Self.pauseUs)
  }

  /// - Returns: what fcntl made of the lock; nil if it failed, which does no harm: then nobody makes way.
  private func lock(_ type: Int32, _ command: Int32) -> flock? {
    if descriptor == nil { descriptor = open("\(path)-wal", O_RDWR | O_CLOEXEC) }
    guard let descriptor, descriptor >= 0 else { return nil }
    var lock = flock()
    lock.l_type = Int16(type)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_len = 1
    return fcntl(descriptor, command, &lock) == 0 ? lock : nil
  }
}
