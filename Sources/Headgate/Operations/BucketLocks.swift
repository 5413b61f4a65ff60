/// One task at a time for each bucket, in this process. Between processes the queue sees to it for the jobs of one
/// tenant, which run one after the other; tenants that share a bucket are safe within one process only.
actor BucketLocks {
  private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

  /// Runs `body` alone for that bucket. Those who wait are served in the order of their coming.
  nonisolated func withLock<T: Sendable>(
    _ bucket: String, _ body: () async throws -> T
  ) async throws -> T {
    await acquire(bucket)
    do {
      let result = try await body()
      await release(bucket)
      return result
    } catch {
      await release(bucket)
      throw error
    }
  }

  private func acquire(_ bucket: String) async {
    guard waiting[bucket] != nil else {
      waiting[bucket] = []
      return
    }
    await withCheckedContinuation { waiting[bucket]?.append($0) }
  }

  private func release(_ bucket: String) {
    guard waiting[bucket]?.isEmpty == false else {
      waiting[bucket] = nil
      return
    }
    waiting[bucket]?.removeFirst().resume()
  }
}
