extension AWSLimits {
  /// How long a call waits for its turn inside an attempt. What takes longer is refused at once, so that the job
  /// waits in the queue instead of in a slot.
  package static let maxRateWaitMs: Int64 = 5_000
  /// Calls that wait for their turn at one key.
  package static let maxRateWaiters = 1_000
  /// Keys that are remembered: with read, write and create one for each of 20,000 accounts.
  package static let maxRateKeys = 60_000
  /// A key that nobody used for this long is forgotten, and what was learned of its rate with it.
  package static let rateKeyIdleMs: Int64 = 600_000
  /// How often idle keys are looked for.
  package static let rateSweepMs: Int64 = 60_000
  /// A refused call is told to come back after this at the latest: by then the rate may be another.
  package static let maxRateBookingMs: Int64 = 600_000
}
