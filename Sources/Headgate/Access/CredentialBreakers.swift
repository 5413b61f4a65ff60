import AWSClient
import Synchronization
package import TimeAndChance
package import WorkQueue

/// The circuit breakers of all credentials: when some are refused, one dead letter says so, and the other jobs that
/// rest on them wait for one probe instead of failing one by one.
///
/// What is known here dies with the process, and each worker process finds out for itself: at worst that costs one
/// dead letter for each of those that run at the same time.
package final class CredentialBreakers: Sendable {
  /// The reason under which jobs wait.
  package static let reason = "waiting-for-credentials"

  private struct Open {
    var breaker: CircuitBreaker
    let openedTick: UInt64
  }

  private struct State {
    var open: [CredentialKey: Open] = [:]
    /// The keys of `open`, those opened first in front.
    var order: [CredentialKey] = []
    /// Orders openings and the beginnings of jobs.
    var ticks: UInt64 = 0

    mutating func tick() -> UInt64 {
      ticks += 1
      return ticks
    }

    mutating func open(_ key: CredentialKey, _ breaker: CircuitBreaker, atMost: Int) {
      open[key] = Open(breaker: breaker, openedTick: tick())
      order.append(key)
      if order.count > atMost { open[order.removeFirst()] = nil }
    }

    /// A job that began before the refusal proves nothing: it may have used what was good until then.
    mutating func close(_ key: CredentialKey, provenByJobOf tick: UInt64) -> Bool {
      guard let entry = open[key], entry.openedTick < tick else { return false }
      open[key] = nil
      order.removeAll { $0 == key }
      return true
    }
  }

  private enum Entrance {
    case run(tick: UInt64)
    case wait(Outcome)
  }

  private let settings: BreakerSettings
  private let time: any TimeSource
  private let random: any RandomSource
  private let recovered: @Sendable (CredentialKey) async -> Void
  private let state = Mutex(State())

  /// - Parameter recovered: told when refused credentials turn out to be good again, so that what waits for them
  ///   need not wait any longer.
  package init(
    _ settings: BreakerSettings = BreakerSettings(), time: any TimeSource, random: any RandomSource,
    recovered: @escaping @Sendable (CredentialKey) async -> Void = { _ in }
  ) {
    self.settings = settings
    self.time = time
    self.random = random
    self.recovered = recovered
  }

  /// Credentials known to be refused, and since which job: for status and `why`.
  package func snapshot() -> [(key: CredentialKey, first: Refusal)] {
    state.withLock { state in
      state.order.compactMap { key in state.open[key].map { (key, $0.breaker.first) } }
    }
  }

  /// Runs the job's body, unless credentials that it rests on are known to be refused.
  ///
  /// - Parameter hasWaited: the job was sent away to wait for credentials before, perhaps by a process that is gone:
  ///   then a dead letter about them is there already, and this job waits on if they are refused to it.
  /// - Throws: what the body throws; but where others have told of the same refusal already, the job waits instead.
  package func run(
    _ job: ClaimedJob, _ use: CredentialUse, hasWaited: Bool = false, _ body: () async throws -> Outcome
  ) async throws -> Outcome {
    let tick: UInt64
    switch admit(job, use) {
    case .wait(let outcome): return outcome
    case .run(let admitted): tick = admitted
    }
    defer { end(job, use) }
    // What follows is not done in place: each job that is under way would hold the memory for it.
    let result: Result<Outcome, any Error>
    do {
      result = .success(try await body())
    } catch {
      result = .failure(error)
    }
    let closed = close(provenBy: result, use, tick)
    if !closed.isEmpty { await tell(closed) }
    return try outcome(of: result, job, use, hasWaited: hasWaited)
  }

  @inline(never)
  private func outcome(
    of result: Result<Outcome, any Error>, _ job: ClaimedJob, _ use: CredentialUse, hasWaited: Bool
  ) throws -> Outcome {
    guard case .failure(let error as AWSError) = result, let key = use.refused(by: error),
      let waiting = refuse(job, key, error, hasWaited: hasWaited)
    else { return try result.get() }
    return waiting
  }

  private func admit(_ job: ClaimedJob, _ use: CredentialUse) -> Entrance {
    let nowMs = time.nowMs()
    return state.withLock { state in
      if state.open.isEmpty { return .run(tick: state.tick()) }
      for key in use.needs {
        let admission = state.open[key]?.breaker.admission(
          ofJob: job.id, createdAtMs: job.createdAtMs, nowMs: nowMs, random: random)
        guard case .wait(let forMs)? = admission, let first = state.open[key]?.breaker.first else { continue }
        return .wait(Self.wait(forMs, key, first))
      }
      for key in use.all { state.open[key]?.breaker.begin(jobId: job.id, nowMs: nowMs) }
      return .run(tick: state.tick())
    }
  }

  /// Nil: it dies of it.
  private func refuse(_ job: ClaimedJob, _ key: CredentialKey, _ error: AWSError, hasWaited: Bool) -> Outcome?
  {
    let nowMs = time.nowMs()
    return state.withLock { state in
      let verdict = state.open[key]?.breaker.refused(
        jobId: job.id, createdAtMs: job.createdAtMs, nowMs: nowMs, random: random)
      guard let verdict, let first = state.open[key]?.breaker.first else {
        let refusal = Refusal(jobId: job.id, reason: error.classification.reason)
        var breaker = CircuitBreaker(
          openedBy: refusal, isDead: !hasWaited, settings, nowMs: nowMs, random: random)
        let verdict = breaker.refused(
          jobId: job.id, createdAtMs: job.createdAtMs, nowMs: nowMs, random: random)
        state.open(key, breaker, atMost: settings.maxOpen)
        guard case .wait(let forMs) = verdict else { return nil }
        return Self.wait(forMs, key, refusal)
      }
      guard case .wait(let forMs) = verdict else { return nil }
      return Self.wait(forMs, key, first)
    }
  }

  private func end(_ job: ClaimedJob, _ use: CredentialUse) {
    state.withLock { state in
      if state.open.isEmpty { return }
      for key in use.all { state.open[key]?.breaker.end(jobId: job.id) }
    }
  }

  /// - Returns: those whose breaker was open until now.
  private func close(
    provenBy result: Result<Outcome, any Error>, _ use: CredentialUse, _ tick: UInt64
  ) -> [CredentialKey] {
    state.withLock { state in
      if state.open.isEmpty { return [] }
      let proven: [CredentialKey] =
        switch result {
        case .success(.succeeded): use.all
        case .failure(let error as AWSError) where use.refused(by: error) == nil: use.proven(by: error)
        default: []
        }
      return proven.filter { state.close($0, provenByJobOf: tick) }
    }
  }

  @inline(never)
  private func tell(_ closed: [CredentialKey]) async {
    for key in closed { await recovered(key) }
  }

  private static func wait(_ forMs: Int64, _ key: CredentialKey, _ first: Refusal) -> Outcome {
    .snooze(
      forMs: forMs,
      Failure(
        reason: reason,
        message:
          "waits for \(key), refused to job \(first.jobId) (\(first.reason)): mend that and replay "
          + "what died of it; this job then runs by itself"))
  }
}
