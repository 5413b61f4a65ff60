import CSQLite
import Glibc

/// Waits for a lock that another process holds. SQLite's own handler sleeps up to 100 ms between looks, which starves a
/// writer among busy ones; this one looks far more often, until it is clear that the wait is a long one. While it waits
/// it says so, and whoever follows these rules as well makes way.
final class BusyHandler {
  private static let firstPauseUs: UInt32 = 100
  private static let laterPauseUs: UInt32 = 1_000
  /// Nobody who makes way holds the lock for so long.
  private static let patienceUs = 500_000
  /// From here on it goes before the others.
  private static let urgentUs = 20_000

  /// How long it waits at the most.
  var timeoutMs: Int32
  private let turn: WriteTurn
  private var sinceUs = 0

  init(timeoutMs: Int32, turn: WriteTurn) {
    self.timeoutMs = timeoutMs
    self.turn = turn
  }

  /// - Returns: whether to try again.
  private func wait(isFirst: Bool) -> Bool {
    if isFirst {
      sinceUs = MonotonicClock.nowUs
      turn.announce()
    }
    // On a busy machine a pause takes far longer than it should: only the clock knows.
    let waitedUs = MonotonicClock.nowUs - sinceUs
    guard waitedUs < Int(timeoutMs) * 1_000 else { return false }
    if waitedUs >= Self.urgentUs { turn.urge() } else { turn.stepBack() }
    usleep(waitedUs < Self.patienceUs ? Self.firstPauseUs : Self.laterPauseUs)
    return true
  }

  /// - Parameter handle: a connection that holds this handler for as long as it is open.
  func install(on handle: OpaquePointer) {
    sqlite3_busy_handler(
      handle,
      { context, looksSoFar in
        guard let context else { return 0 }
        let handler = Unmanaged<BusyHandler>.fromOpaque(context).takeUnretainedValue()
        return handler.wait(isFirst: looksSoFar == 0) ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}
