/// How a circuit breaker waits for credentials, and its bounds.
package struct BreakerSettings: Sendable, Equatable {
  /// The first look at refused credentials comes after about this, each further one after twice as much.
  package var probeBaseMs: Int64 = 5_000
  package var probeCapMs: Int64 = 300_000
  /// Jobs that wait come back within one pause between probes, the more of them the later, but within so many
  /// pauses at the latest: a thousand jobs shall not all look in every few minutes.
  package var maxWaitPauses: Int64 = 12
  package var waitersPerPause: Int64 = 8
  /// A probe that says nothing for this long does not hold up another.
  package var probeTimeoutMs: Int64 = 600_000
  /// A job waits for credentials for so long after its enqueuing; then it is let through, and dies of the answer
  /// it gets, if it still gets that one.
  package var patienceMs: Int64 = 7 * 86_400_000
  /// Credentials known to be refused, of all tenants. Of more than that, those refused first are asked again.
  package var maxOpen = 20_000
  /// Jobs that died of the same credentials and that are let through at once when they are replayed.
  package var maxKnownDead = 16

  package init() {}
}
