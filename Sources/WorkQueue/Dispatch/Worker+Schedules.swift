import TimeAndChance

extension Worker {
  /// Enqueues the jobs of periods that have begun. Every worker does; the store sees to it that each period has one.
  func runSchedules() async {
    while !Task.isCancelled {
      var pauseMs = QueueLimits.scheduleLookMs
      do {
        if let nextMs = try await store.runSchedules(atMs: time.nowMs(), random: random) {
          pauseMs = min(max(nextMs - time.nowMs(), 1), pauseMs)
          wake.signal()
        }
      } catch {
        observe(.storeFailed(message: "\(error)"))
      }
      guard (try? await time.sleep(ms: pauseMs)) != nil else { return }
    }
  }
}
