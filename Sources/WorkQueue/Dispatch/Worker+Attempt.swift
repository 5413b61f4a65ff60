import TimeAndChance

extension Worker {
  /// Starts the job's task. It cannot get ahead of `running`: both need this actor.
  func start(_ job: ClaimedJob) {
    let task = Task(executorPreference: executor) { await self.attempt(job) }
    running[job.lease] = RunningJob(
      task: task, timeoutMs: timeoutMs(of: job), startedAtMs: time.monotonicMs(), stopReason: nil)
    slots.begin()
  }

  private func attempt(_ job: ClaimedJob) async {
    let outcome = await carryOut(job)
    // The next job need not wait for the disk.
    slots.end()
    if slots.busy <= wakeAtBusy { wake.signal() }
    if let settlement = settlement(of: outcome, job: job) {
      await settle(job, operations.redacting.map { settlement.redacted(by: $0) } ?? settlement)
    }
    running[job.lease] = nil
    slots.forget()
    if slots.busy <= wakeAtBusy { wake.signal() }
  }

  /// The reason of jobs that this worker has no operation for.
  static let unknownKind = "unknown-kind"

  /// What the operation says, or what is to be said in its place.
  @concurrent private nonisolated func carryOut(_ job: ClaimedJob) async -> Outcome {
    guard let operation = operations[job.kind] else { return Self.unknownKind(job) }
    if let refusal = refusal(of: job, by: operation) { return refusal }
    do {
      let context = JobContext(
        job: job, store: store, redacting: operations.redacting, time: time, random: random)
      return try await Self.run(operation, context, within: middleware[...])
    } catch {
      return Self.outcome(of: error)
    }
  }

  private static func unknownKind(_ job: ClaimedJob) -> Outcome {
    .snooze(
      forMs: QueueLimits.unknownKindSnoozeMs,
      Failure(
        reason: Self.unknownKind, message: "the worker has no operation '\(job.kind)'; start a newer one"))
  }

  /// Why the job cannot be tried at all.
  private nonisolated func refusal(of job: ClaimedJob, by operation: any Operation) -> Outcome? {
    // A plain INSERT passes the schema's rules only; the operation's own are asked before the first effect.
    let problems = operation.problems(inPayload: job.payload)
    guard problems.isEmpty else {
      return .dead(Failure(reason: "invalid-payload", message: problems.joined(separator: "; ")))
    }
    guard let deadlineMs = job.deadlineMs(reason: job.reason), time.nowMs() > deadlineMs else { return nil }
    return .dead(
      Failure(
        reason: RetryPolicy.deadlinePassed, message: "its deadline passed before it could be tried again"))
  }

  private static func outcome(of error: any Error) -> Outcome {
    .retry(error as? Failure ?? Failure(reason: "internal-error", message: "\(error)"))
  }

  private static func run(
    _ operation: any Operation, _ context: JobContext, within middleware: ArraySlice<any Middleware>
  ) async throws -> Outcome {
    guard let outermost = middleware.first else { return try await operation.run(context) }
    return try await outermost.attempt(context) {
      try await run(operation, $0, within: middleware.dropFirst())
    }
  }

  /// Nil: nothing is to be written.
  private func settlement(of outcome: Outcome, job: ClaimedJob) -> Settlement? {
    let nowMs = time.nowMs()
    let stopReason = running[job.lease]?.stopReason
    if stopReason == .cancelled, let failure = Self.cancelled(outcome, job) { return .cancelled(failure) }
    // What has succeeded or failed for good in spite of the cancellation counts as such.
    guard case .retry(let failure) = outcome, let stopReason else {
      if stopReason == .leaseLost { return nil }
      return options.retry.settlement(of: outcome, job: job, atMs: nowMs, random: random)
    }
    switch stopReason {
    case .cancelled: return nil
    case .draining: return .released
    case .leaseLost: return nil
    case .timedOut:
      var timedOut = failure
      timedOut.reason = "attempt-timed-out"
      timedOut.message = "the attempt took longer than \(timeoutMs(of: job)) ms"
      return options.retry.settlement(of: .retry(timedOut), job: job, atMs: nowMs, random: random)
    }
  }

  /// What a job comes to that was asked to stop; nil: it had come to its end before.
  private static func cancelled(_ outcome: Outcome, _ job: ClaimedJob) -> Failure? {
    let words = "cancelled in attempt \(job.attempt)"
    switch outcome {
    case .succeeded, .dead, .cancelled: return nil
    case .snooze: return Failure(reason: "cancelled", message: "\(words), while it waited")
    case .retry(let failure):
      return Failure(
        reason: "cancelled",
        message:
          "\(words); what it had sent may have taken effect, which a replay finds out (\(failure.message))")
    }
  }

  /// Writes the settlement; a store that cannot be written is tried again until it can, or the lease is lost.
  /// To give up sooner would leave the job under a lease that this worker goes on prolonging. A worker that is
  /// told to stop gives up after its grace: once it has left, others take the job back.
  private func settle(_ job: ClaimedJob, _ settlement: Settlement) async {
    while running[job.lease]?.stopReason != .leaseLost {
      do {
        let isRecorded = try await store.settle(
          jobId: job.id, leaseToken: job.leaseToken, settlement, atMs: time.nowMs())
        guard isRecorded else {
          summary.stale += 1
          return
        }
        let (state, reason) = settlement.stateAndReason
        summary.settled[state, default: 0] += 1
        observe(.settled(job: job, state: state, reason: reason))
        return
      } catch {
        observe(.storeFailed(message: "\(error)"))
        if let stopAtMs, time.monotonicMs() >= stopAtMs { return }
        // In a task of its own: this one may be cancelled already, and would not sleep at all.
        await Task(executorPreference: executor) { [time] in
          try? await time.sleep(ms: QueueLimits.storeRetryMs)
        }.value
      }
    }
  }
}

extension Settlement {
  /// The state that the job is left in, and why.
  fileprivate var stateAndReason: (JobState, String?) {
    switch self {
    case .succeeded: (.succeeded, nil)
    case .retry(_, let failure): (.scheduled, failure.reason)
    case .snoozed(_, let failure): (.scheduled, failure?.reason)
    case .dead(let failure): (.dead, failure.reason)
    case .cancelled(let failure): (.cancelled, failure.reason)
    case .released: (.ready, nil)
    }
  }
}
