/// Why a call got no permit.
package enum RateRefusal: Error, Sendable, Equatable {
  /// Its turn would come too late to wait for it here.
  case notNow(retryAfterMs: Int64, perSecond: Double?)
  case cancelled
}
