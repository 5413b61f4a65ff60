import TimeAndChance

extension Worker {
  /// Keeps the write-ahead log within its bound, and once an hour, in one of the workers, prunes and tidies up.
  func keepUp() async {
    while (try? await time.sleep(ms: QueueLimits.upkeepLookMs)) != nil {
      do {
        try await store.checkpoint()
        guard try await store.takeUpkeep(everyMs: QueueLimits.upkeepMs, atMs: time.nowMs()) else { continue }
        let settings = try await store.queueSettings()
        let pruned = try await store.prune(
          PrunePolicy(
            keepMs: settings.keepMs, keepJobs: settings.keepJobs, keepDeadMs: settings.keepDeadMs),
          atMs: time.nowMs())
        if pruned != Pruned() { observe(.pruned(pruned)) }
        try await store.tidy(atMs: time.nowMs())
      } catch {
        observe(.storeFailed(message: "\(error)"))
      }
    }
  }
}
