/// How long a `CommitWatch` waits from one look to the next: short after a sign of somebody writing, as long as a commit
/// takes on the whole, then doubled each time.
struct WatchPauses {
  static let shortUs = 100
  static let shortLooks = 15
  /// After a sign that follows others.
  static let laterUs = 1_000
  static let longestSignPauseUs = 4_000
  /// A worker that does one job writes a few times, and is about to look for the next one.
  static let fewSigns = 16
  static let lastUs = 25_600
  /// Where somebody writes all the time, a worker has other things to do than to be woken at once.
  static let quietUs = 5_000

  private var pauseUs: Int?
  /// After a sign. It grows as long as all signs are of what this process writes itself, and is not broken off by another
  /// sign: whoever writes all the time would make it no pause at all.
  private(set) var signPauseUs = laterUs
  /// Signs in a row after which nobody else had committed.
  private var ownSigns = 0
  private var shortLeft = 0
  private var writtenAtUs = -quietUs

  /// Nil: until there is a sign.
  mutating func next() -> Int? {
    guard shortLeft == 0 else {
      shortLeft -= 1
      return Self.shortUs
    }
    defer { pauseUs = pauseUs.flatMap { $0 < Self.lastUs ? $0 * 2 : nil } }
    return pauseUs
  }

  /// Somebody has written.
  mutating func sign(nowUs: Int) {
    if nowUs - writtenAtUs >= max(Self.quietUs, 2 * signPauseUs) {
      shortLeft = Self.shortLooks
      forgetOwnSigns()
    }
    writtenAtUs = nowUs
    pauseUs = min(pauseUs ?? Self.lastUs, signPauseUs)
  }

  /// Another process has committed, and may be about to do so again.
  mutating func foundCommit(nowUs: Int) {
    forgetOwnSigns()
    sign(nowUs: nowUs)
  }

  /// After a sign nobody else had committed.
  mutating func signWasOurs() {
    guard shortLeft == 0 else { return }
    ownSigns += 1
    if ownSigns > Self.fewSigns { signPauseUs = min(signPauseUs * 2, Self.longestSignPauseUs) }
  }

  private mutating func forgetOwnSigns() {
    ownSigns = 0
    signPauseUs = Self.laterUs
  }

  /// This process is writing, and looks for jobs when it has committed.
  mutating func slowDown() {
    shortLeft = 0
    signWasOurs()
  }
}
