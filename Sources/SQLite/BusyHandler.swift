import CSQLite
import Glibc

/// Waits for a lock that another process holds. SQLite's own handler sleeps up to 100 ms between looks, which
/// starves a writer among busy ones; this one looks every millisecond.
enum BusyHandler {
  static let sleepUs: UInt32 = 1_000

  static func install(on handle: OpaquePointer, timeoutMs: Int32) {
    // The number of looks that fit into the time-out travels as the callback's context pointer.
    let looks = Int(timeoutMs) * 1_000 / Int(sleepUs)
    sqlite3_busy_handler(
      handle,
      { context, looksSoFar in
        guard Int(looksSoFar) < Int(bitPattern: context) else { return 0 }
        usleep(BusyHandler.sleepUs)
        return 1
      }, UnsafeMutableRawPointer(bitPattern: looks))
  }
}
