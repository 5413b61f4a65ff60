package import TimeAndChance

/// Claims jobs, runs their operations and settles what they came to.
///
/// One task claims; each claimed job runs in a task of its own; a third one keeps the lease and takes jobs back
/// from workers that died. Everything they share is this actor's state.
public actor Worker {
  let store: any JobStore
  let operations: OperationRegistry
  let options: WorkerOptions
  let middleware: [any Middleware]
  let time: any TimeSource
  let random: any RandomSource
  let observe: @Sendable (WorkerEvent) -> Void
  /// Where its tasks run; nil: where Swift runs tasks. A simulation has one of its own.
  let executor: (any TaskExecutor)?

  nonisolated let wake = WakeSignal()
  var workerId: Int64 = 0
  var running: [RunningJob.Lease: RunningJob] = [:]
  nonisolated let slots: WorkerSlots
  var summary = WorkerSummary()
  var isStopping = false
  /// A new worker is being registered in place of one that was given up.
  var isRegistering = false
  /// When the grace ends, on the monotonic clock.
  var stopAtMs: Int64?
  /// Jobs that had succeeded when those that wait were last woken.
  private var successesAtWake = 0
  /// A claim came back full, so there is probably more.
  var mayHaveMore = false
  /// As long as more operations are under way, one that ends wakes nobody.
  var wakeAtBusy = Int.max

  package init(
    store: any JobStore, operations: OperationRegistry, options: WorkerOptions,
    middleware: [any Middleware] = [], time: any TimeSource = SystemTime(),
    random: any RandomSource = SystemRandom(),
    executor: (any TaskExecutor)? = nil, observe: @escaping @Sendable (WorkerEvent) -> Void = { _ in }
  ) {
    self.store = store
    self.operations = operations
    self.options = options
    slots = WorkerSlots(limit: options.concurrency)
    self.middleware = middleware
    self.time = time
    self.random = random
    self.executor = executor
    self.observe = observe
  }

  /// Works until `stop()`, or with `drain` until nothing can run any more.
  ///
  /// - Throws: the store's error, if it cannot even begin.
  public func run() async throws -> WorkerSummary {
    try await register()
    // What they waited for may have been mended while no worker ran.
    _ = try await wakeWaiting()
    let watch = Task(executorPreference: executor) { await self.watchForeignCommits() }
    let keep = Task(executorPreference: executor) { await self.keepLease() }
    let upkeep = Task(executorPreference: executor) { await self.keepUp() }
    // A worker that drains does what is there, and makes nothing new.
    let schedules = options.drain ? nil : Task(executorPreference: executor) { await self.runSchedules() }
    while true {
      if isStopping {
        if running.isEmpty { break }
        cancelAfterGrace()
        await waitUntilWoken(atMostMs: 100)
        continue
      }
      guard slots.free > 0 else {
        await waitUntilWoken(atMostMs: QueueLimits.idleLookMs)
        continue
      }
      await gatherSlots()
      let batch = await claim()
      if options.drain, batch?.jobs.isEmpty == true, running.isEmpty, await isDrained() {
        // What succeeded may be what others wait for; without a success a second look finds nothing new.
        guard hasNewSuccess, (try? await wakeWaiting()) ?? 0 > 0 else { break }
        continue
      }
      if batch == nil || !mayHaveMore { await waitUntilWoken(atMostMs: idleMs(after: batch)) }
    }
    // A heartbeat after the farewell would take it for a lost lease, and register anew.
    watch.cancel()
    upkeep.cancel()
    schedules?.cancel()
    keep.cancel()
    await keep.value
    await settleStore { try await self.store.retire(workerId: self.workerId, atMs: self.time.nowMs()) }
    return summary
  }

  /// Claims nothing any more; `run()` returns when what runs has finished, or was put back after the grace.
  public func stop() {
    guard !isStopping else { return }
    isStopping = true
    stopAtMs = time.monotonicMs() + options.graceMs
    observe(.stopping(running: running.count))
    wake.signal()
  }

  /// Looks for jobs now: for a producer in the same process.
  public nonisolated func lookNow() { wake.signal() }

  func register() async throws {
    let nowMs = time.nowMs()
    workerId = try await store.register(
      name: options.name, concurrency: options.concurrency, leaseUntilMs: nowMs + options.leaseMs, atMs: nowMs
    )
    observe(.started(workerId: workerId))
  }

  /// - Returns: nil if the store could not be asked.
  private func claim() async -> ClaimBatch? {
    let claimant = workerId
    do {
      // Only this task claims, so what is free can but grow until the claim is carried out.
      let batch = try await store.claim(workerId: claimant, atMs: time.nowMs()) { [slots] in slots.claimable }
      for job in batch.jobs { start(job) }
      mayHaveMore = batch.isFull
      return batch
    } catch is LeaseLost {
      await loseLease(of: claimant)
    } catch {
      observe(.storeFailed(message: "\(error)"))
    }
    mayHaveMore = false
    return nil
  }

  /// Reasons under which jobs wait for a person, not for time.
  private var waitingReasons: [String] { operations.waitingReasons + [Self.unknownKind] }

  private var hasNewSuccess: Bool { summary.settled[.succeeded, default: 0] > successesAtWake }

  /// Makes ready what waits for a person.
  ///
  /// - Returns: the number of jobs.
  private func wakeWaiting() async throws -> Int {
    successesAtWake = summary.settled[.succeeded, default: 0]
    var count = 0
    for reason in waitingReasons {
      count += try await store.wake(reason: reason, tenant: nil, atMs: time.nowMs())
    }
    return count
  }

  private func isDrained() async -> Bool {
    do {
      return try await !store.canGoOn(withoutReasons: waitingReasons)
    } catch {
      observe(.storeFailed(message: "\(error)"))
      return false
    }
  }

  private func idleMs(after batch: ClaimBatch?) -> Int64 {
    guard let batch else { return QueueLimits.storeRetryMs }
    // Others may finish what holds the rest up, and their commits wake us; a look now and then is for safety.
    guard let nextRunAtMs = batch.nextRunAtMs else { return QueueLimits.idleLookMs }
    return min(max(nextRunAtMs - time.nowMs(), 0), QueueLimits.idleLookMs)
  }

  /// A claim costs the same for one job as for many: where there is more to do than slots, wait a moment for others to
  /// become free.
  private func gatherSlots() async {
    let wanted = options.concurrency / QueueLimits.claimedPart
    guard mayHaveMore, !isStopping, slots.free < wanted else { return }
    wakeAtBusy = options.concurrency - wanted
    await waitUntilWoken(atMostMs: QueueLimits.gatherMs)
    wakeAtBusy = .max
  }

  private func waitUntilWoken(atMostMs: Int64) async {
    let alarm = Task(executorPreference: executor) { [time, wake] in
      guard (try? await time.sleep(ms: atMostMs)) != nil else { return }
      wake.signal()
    }
    await wake.wait()
    alarm.cancel()
  }

  /// Cancels what outlasts the grace; its tasks end soon and put their jobs back.
  private func cancelAfterGrace() {
    guard let stopAtMs, time.monotonicMs() >= stopAtMs else { return }
    for id in running.keys where running[id]?.stopReason == nil {
      running[id]?.stopReason = .draining
      running[id]?.task.cancel()
    }
  }
}
