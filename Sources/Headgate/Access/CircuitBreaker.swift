package import TimeAndChance

/// One credential's breaker, from the first refusal to the first success. Pure: time and chance are passed in.
/// (There is none for a credential that is good: closed means that nothing is known against it.)
///
/// The first job that is refused opens it, and dies of that, so that an operator sees why. Every other one waits,
/// but for one at a time that is let through to see whether the credentials were mended. A probe that is refused
/// as well goes back to those that wait: it would add nothing to the dead letter that is there. Let through at once
/// are the jobs that died of it, for they come again only because somebody has replayed them, and those that have
/// waited for longer than their patience.
package struct CircuitBreaker: Sendable {
  package enum Admission: Sendable, Equatable {
    /// Go on; it counts as a try of the credentials.
    case probe
    case wait(forMs: Int64)
  }

  package enum Verdict: Sendable, Equatable {
    /// Dead, for its own reason.
    case die
    case wait(forMs: Int64)
  }

  /// Who opened it, and why.
  package let first: Refusal
  private let settings: BreakerSettings
  private var delayMs: Int64
  private var nextProbeMs: Int64
  private var probe: (jobId: Int64, sinceMs: Int64)?
  /// Jobs sent away since the last probe was planned.
  private var waiters: Int64 = 0
  /// The newest last.
  private var dead: [Int64]

  package init(
    openedBy refusal: Refusal, isDead: Bool = true, _ settings: BreakerSettings, nowMs: Int64,
    random: any RandomSource
  ) {
    first = refusal
    self.settings = settings
    delayMs = max(settings.probeBaseMs, 1)
    nextProbeMs = nowMs
    dead = isDead ? [refusal.jobId] : []
    plan(nowMs, random)
  }

  /// Whether the job may try the credentials; `begin` says that it does.
  package mutating func admission(
    ofJob id: Int64, createdAtMs: Int64, nowMs: Int64, random: any RandomSource
  ) -> Admission {
    if dead.contains(id) || nowMs - createdAtMs >= settings.patienceMs { return .probe }
    if nowMs >= nextProbeMs, !isProbing(nowMs) { return .probe }
    return .wait(forMs: waitMs(nowMs, random))
  }

  /// The job that `admission` let through tries the credentials now.
  package mutating func begin(jobId: Int64, nowMs: Int64) {
    if !isProbing(nowMs) { probe = (jobId, nowMs) }
  }

  /// The job's try came to nothing that says anything about the credentials.
  package mutating func end(jobId: Int64) {
    if probe?.jobId == jobId { probe = nil }
  }

  /// The credentials were refused to the job: one that was let through, or that had begun before it opened.
  package mutating func refused(
    jobId: Int64, createdAtMs: Int64, nowMs: Int64, random: any RandomSource
  ) -> Verdict {
    if probe?.jobId == jobId {
      probe = nil
      delayMs = min(delayMs * 2, max(settings.probeCapMs, 1))
      plan(nowMs, random)
    }
    if dead.contains(jobId) || nowMs - createdAtMs >= settings.patienceMs {
      dead.removeAll { $0 == jobId }
      dead = (dead + [jobId]).suffix(settings.maxKnownDead)
      return .die
    }
    return .wait(forMs: waitMs(nowMs, random))
  }

  private func isProbing(_ nowMs: Int64) -> Bool {
    probe.map { nowMs - $0.sinceMs < settings.probeTimeoutMs } ?? false
  }

  private mutating func plan(_ nowMs: Int64, _ random: any RandomSource) {
    // Half of it by chance, so that the breakers of many tenants do not probe in step.
    nextProbeMs = nowMs + delayMs / 2 + random.below(delayMs / 2 + 1)
    waiters = 0
  }

  /// Until after the next probe, spread over some time: those that wait shall not come all at once.
  private mutating func waitMs(_ nowMs: Int64, _ random: any RandomSource) -> Int64 {
    let pauses = min(1 + waiters / max(settings.waitersPerPause, 1), max(settings.maxWaitPauses, 1))
    waiters += 1
    return max(nextProbeMs - nowMs, 0) + 1 + random.below(delayMs * pauses)
  }
}
