import TimeAndChance

/// The time that is written into the database.
enum ProcessClock {
  static var unixMs: Int64 { SystemTime().nowMs() }
}
