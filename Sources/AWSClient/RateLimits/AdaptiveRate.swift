/// A token bucket whose rate finds out by itself what the service bears: it grows by steps while calls have to
/// wait and are accepted, and is halved when the service throttles. Pure: the time is passed in.
///
/// It holds, for every span of time: calls ≤ burst + the integral of the rate over the span. Tokens are counted
/// in whole millionths, so that this is exact and a simulation repeats to the bit.
package struct AdaptiveRate: Sendable, Equatable {
  private static let call: Int64 = 1_000_000

  package let settings: RateSettings
  /// Millionths of a call; 0: no limit.
  private var gainPerMs: Int64
  private var tokens: Int64
  private var filledAtMs: Int64
  /// Nothing is called before this.
  package private(set) var pausedUntilMs: Int64
  package private(set) var slowdowns = 0

  package init(_ settings: RateSettings, nowMs: Int64) {
    self.settings = settings
    gainPerMs = Self.gain(settings.startPerSecond)
    tokens = Int64(settings.burst) * Self.call
    filledAtMs = nowMs
    pausedUntilMs = nowMs
  }

  /// Nil: no limit.
  package var perSecond: Double? { gainPerMs == 0 ? nil : Double(gainPerMs) / 1000 }

  /// Takes a token if one is there.
  package mutating func take(nowMs: Int64) -> Bool {
    guard gainPerMs > 0 else { return true }
    fill(nowMs)
    guard nowMs >= pausedUntilMs, tokens >= Self.call else { return false }
    tokens -= Self.call
    return true
  }

  /// When the call that comes after `ahead` others could be made, if the rate stays as it is.
  package func turnMs(ahead: Int, nowMs: Int64) -> Int64 {
    guard gainPerMs > 0 else { return nowMs }
    let startMs = max(nowMs, pausedUntilMs)
    let missing = (Int64(ahead) + 1) * Self.call - tokens(atMs: startMs)
    return missing > 0 ? startMs + (missing + gainPerMs - 1) / gainPerMs : startMs
  }

  /// The time between two calls.
  package var intervalMs: Int64 { gainPerMs == 0 ? 0 : (Self.call + gainPerMs - 1) / gainPerMs }

  /// A call was accepted that had a permit from before or after so many slowdowns.
  package mutating func accepted(hasWaited: Bool, slowdowns: Int, nowMs: Int64) {
    // Where nobody waits, nothing is learned about more; nor from calls that left before the last throttling.
    guard gainPerMs > 0, hasWaited, slowdowns == self.slowdowns else { return }
    fill(nowMs)
    let growth = Self.gain(settings.growthPerSecond)
    let step = max(1, min(growth, growth * 1000 / gainPerMs))
    gainPerMs = max(gainPerMs, min(gainPerMs + step, Self.gain(settings.ceilingPerSecond)))
  }

  /// A call was throttled that had a permit from before or after so many slowdowns.
  package mutating func throttled(slowdowns: Int, retryAfterMs: Int64?, nowMs: Int64) {
    guard gainPerMs > 0 else { return }
    fill(nowMs)
    if let retryAfterMs { pausedUntilMs = max(pausedUntilMs, nowMs + retryAfterMs) }
    // Many calls that left at one rate are throttled together: that is one reason to slow down, not many.
    guard slowdowns == self.slowdowns else { return }
    self.slowdowns += 1
    tokens = 0
    gainPerMs = min(gainPerMs, max(gainPerMs / 2, Self.gain(settings.floorPerSecond)))
  }

  private mutating func fill(_ nowMs: Int64) {
    tokens = tokens(atMs: nowMs)
    filledAtMs = max(filledAtMs, nowMs)
  }

  private func tokens(atMs: Int64) -> Int64 {
    var held = tokens
    var fromMs = filledAtMs
    // Through a pause that the service asked for, one call gathers and not a burst.
    let pauseEndMs = min(pausedUntilMs, atMs)
    if fromMs < pauseEndMs {
      held = min(held + (pauseEndMs - fromMs) * gainPerMs, Self.call)
      fromMs = pauseEndMs
    }
    guard fromMs < atMs else { return held }
    return min(held + (atMs - fromMs) * gainPerMs, Int64(settings.burst) * Self.call)
  }

  private static func gain(_ perSecond: Double) -> Int64 {
    perSecond > 0 ? max(1, Int64((perSecond * 1000).rounded())) : 0
  }
}
