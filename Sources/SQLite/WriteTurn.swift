import Glibc

/// Good manners among processes that write to one database. SQLite's write lock goes to whoever asks at the moment when
/// it is free; a process that writes all the time gives it back and has it again before anybody else has looked. So
/// whoever waits for it holds a shared lock on a byte of the write-ahead log, where SQLite has no locks, and whoever has
/// committed looks whether anybody does, and then keeps still for a moment. Whoever has waited for long holds another
/// byte, before which all others step back. The kernel takes the locks back from a process that dies.
final class WriteTurn {
  /// The bytes that stand for waiting, and for having waited for long.
  private enum Sign: Int {
    case waiting = 0
    case urgent = 1
  }

  /// Long enough for those who wait to look.
  private static let pauseUs: UInt32 = 300
  /// A transaction that kept others out for so long.
  static let longUs = 10_000
  /// How often somebody steps back before one who has waited for long: that one may have been stopped.
  private static let maxStepsBack = 100
  /// `F_OFD_GETLK` and `F_OFD_SETLK` of fcntl(2): locks of this descriptor, not of the process.
  private static let look: Int32 = 36
  private static let set: Int32 = 37

  private let path: String
  private var descriptor: Int32?
  private var shown: [Sign] = []
  private var tookAtUs = 0

  /// - Parameter path: the database's file.
  init(database path: String) { self.path = path }

  deinit {
    if let descriptor { close(descriptor) }
  }

  /// Says that this connection waits for the write lock.
  func announce() { show(.waiting) }

  /// Says that it has waited for long.
  func urge() { show(.urgent) }

  /// It has the write lock, or gave up.
  func withdraw() {
    for sign in shown { _ = lock(sign, F_UNLCK, Self.set) }
    shown = []
  }

  var othersWait: Bool { isShownByOthers(.waiting) }
  var othersHaveWaited: Bool { isShownByOthers(.urgent) }

  /// It has the write lock.
  func took() { tookAtUs = MonotonicClock.nowUs }

  /// Lets others write, if anybody waits; to be called after a commit. Whoever uses SQLite's own handler cannot say so,
  /// and looks but seldom: after a long transaction there is a moment for those as well.
  ///
  /// - Returns: whether it kept still.
  @discardableResult
  func makeWay() -> Bool {
    guard othersWait || MonotonicClock.nowUs - tookAtUs >= Self.longUs else { return false }
    usleep(Self.pauseUs)
    return true
  }

  /// Steps back before somebody who has waited for long, unless this one has, too; to be called before asking for the
  /// lock.
  ///
  /// - Returns: how long that took, in microseconds.
  @discardableResult
  func stepBack() -> UInt32 {
    guard !shown.contains(.urgent) else { return 0 }
    for step in 0..<Self.maxStepsBack {
      guard othersHaveWaited else { return UInt32(step) * Self.pauseUs }
      usleep(Self.pauseUs)
    }
    return UInt32(Self.maxStepsBack) * Self.pauseUs
  }

  private func show(_ sign: Sign) {
    guard !shown.contains(sign), lock(sign, F_RDLCK, Self.set) != nil else { return }
    shown.append(sign)
  }

  private func isShownByOthers(_ sign: Sign) -> Bool {
    lock(sign, F_WRLCK, Self.look).map { $0.l_type != F_UNLCK } ?? false
  }

  /// - Returns: what fcntl made of the lock; nil if it failed, which does no harm: then nobody makes way.
  private func lock(_ sign: Sign, _ type: Int32, _ command: Int32) -> flock? {
    if descriptor == nil {
      let opened = open("\(path)-wal", O_RDWR | O_CLOEXEC)
      // It comes with the first transaction.
      if opened >= 0 { descriptor = opened }
    }
    guard let descriptor else { return nil }
    var lock = flock()
    lock.l_type = Int16(type)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = sign.rawValue
    lock.l_len = 1
    return fcntl(descriptor, command, &lock) == 0 ? lock : nil
  }
}
