/// When what expires is fetched anew. Of short-lived things the same part of their life is used as of long ones, so
/// that keys that live for ten minutes are not fetched for every call.
package struct RefreshPolicy: Sendable {
  package enum Need: Sendable, Equatable {
    case none
    /// One of those who ask fetches; the others go on with what is there.
    case early
    /// Everybody waits for a new one.
    case now
  }

  private let earlyMs: Int64
  private let latestMs: Int64

  /// - Parameters:
  ///   - earlyMs: before expiry, where one fetches and nobody waits; nil: never.
  ///   - latestMs: before expiry, where everybody waits.
  package init(
    earlyMs: Int64? = nil, latestMs: Int64 = AWSLimits.credentialsRefreshBeforeExpiryMs
  ) {
    self.earlyMs = earlyMs ?? latestMs
    self.latestMs = latestMs
  }

  package func need(fetchedAtMs: Int64, expiresAtMs: Int64?, nowMs: Int64) -> Need {
    guard let expiresAtMs else { return .none }
    let lifeMs = max(0, expiresAtMs - fetchedAtMs)
    let leftMs = expiresAtMs - nowMs
    if leftMs <= min(latestMs, lifeMs / 2) { return .now }
    return leftMs <= min(earlyMs, lifeMs / 4 * 3) && earlyMs > latestMs ? .early : .none
  }
}
