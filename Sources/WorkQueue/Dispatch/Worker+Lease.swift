import TimeAndChance

extension Worker {
  /// Prolongs the lease three times within its length, ends attempts that take too long, and takes jobs back
  /// from workers that died.
  func keepLease() async {
    var beatenAtMs = time.monotonicMs()
    while !Task.isCancelled {
      let pauseMs = min(options.leaseMs / 3, running.isEmpty ? QueueLimits.idleWatchMs : QueueLimits.watchMs)
      // An actor's task that outlives its worker would keep it alive; the sleep ends with the cancellation.
      guard (try? await time.sleep(ms: pauseMs)) != nil else { return }
      stopSlowAttempts()
      await stopCancelled()
      if time.monotonicMs() - beatenAtMs >= options.leaseMs / 3 {
        beatenAtMs = time.monotonicMs()
        await beat()
      }
      await rescue()
    }
  }

  private func beat() async {
    let beating = workerId
    do {
      let isAlive = try await store.heartbeat(
        workerId: beating, leaseUntilMs: time.nowMs() + options.leaseMs)
      if !isAlive { await loseLease(of: beating) }
    } catch {
      observe(.storeFailed(message: "\(error)"))
    }
  }

  private func rescue() async {
    do {
      let count = try await store.rescue(atMs: time.nowMs())
      guard count > 0 else { return }
      observe(.rescued(count: count))
      wake.signal()
    } catch {
      observe(.storeFailed(message: "\(error)"))
    }
  }

  private func stopSlowAttempts() {
    let nowMs = time.monotonicMs()
    for (id, running) in running
    where running.stopReason == nil && nowMs - running.startedAtMs > running.timeoutMs {
      self.running[id]?.stopReason = .timedOut
      running.task.cancel()
    }
  }

  func timeoutMs(of job: ClaimedJob) -> Int64 { job.timeoutMs ?? options.attemptTimeoutMs }

  /// Breaks off the jobs that somebody asked to stop.
  func stopCancelled() async {
    guard !running.isEmpty else { return }
    do {
      for (jobId, token) in try await store.cancelRequests(workerId: workerId) {
        let lease = RunningJob.Lease(jobId: jobId, token: token)
        guard let job = running[lease], job.stopReason == nil else { continue }
        running[lease]?.stopReason = .cancelled
        job.task.cancel()
      }
    } catch {
      observe(.storeFailed(message: "\(error)"))
    }
  }

  /// Others have our jobs by now: stop ours without a word, and start again as a new worker.
  ///
  /// - Parameter lostId: whose lease it was; a claim and a heartbeat may both find out, and one is enough.
  func loseLease(of lostId: Int64) async {
    guard lostId == workerId, !isRegistering else { return }
    isRegistering = true
    defer { isRegistering = false }
    observe(.leaseLost)
    for id in running.keys {
      running[id]?.stopReason = .leaseLost
      running[id]?.task.cancel()
    }
    await settleStore { try await self.register() }
    wake.signal()
  }

  /// Wakes when another process has committed: it may have enqueued something, or asked a job to stop.
  func watchForeignCommits() async {
    let seen = WakeSignal()
    guard options.foreignCommitPollMs == nil,
      let watch = store.watchForeignCommits({ [wake] in
        wake.signal()
        seen.signal()
      })
    else { return await pollForeignCommits() }
    defer { watch.stop() }
    await withTaskCancellationHandler {
      while true {
        await seen.wait()
        if Task.isCancelled { return }
        await stopCancelled()
      }
    } onCancel: {
      seen.signal()
    }
  }

  private func pollForeignCommits() async {
    while (try? await time.sleep(ms: options.foreignCommitPollMs ?? QueueLimits.foreignCommitPollMs)) != nil {
      guard store.hasForeignCommit() == true else { continue }
      wake.signal()
      await stopCancelled()
    }
  }

  /// Tries a few times to write what the worker cannot go on without.
  func settleStore(_ body: () async throws -> Void) async {
    for _ in 0..<QueueLimits.maxStoreTries {
      do {
        return try await body()
      } catch {
        observe(.storeFailed(message: "\(error)"))
        guard (try? await time.sleep(ms: QueueLimits.storeRetryMs)) != nil else { return }
      }
    }
  }
}
