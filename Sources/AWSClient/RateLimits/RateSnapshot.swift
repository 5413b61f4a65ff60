/// One key's rate as it is now, for status and metrics.
package struct RateSnapshot: Sendable, Equatable {
  package let key: RateKey
  /// Nil: no limit.
  package let perSecond: Double?
  package let waiting: Int
  package let inFlight: Int
  /// More than 0: the service asked us to stay away for that long.
  package let pausedForMs: Int64
}
