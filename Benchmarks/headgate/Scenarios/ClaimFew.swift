import WorkQueue

/// What a claim of a few jobs costs, each in a transaction of its own. The settlements between them are not counted, nor
/// are the first claims, in which a connection that was just opened reads what it needs of each tenant.
enum ClaimFew: Scenario {
  static func run(_ arguments: Arguments) async throws -> Figures {
    let store = try SQLiteJobStore(path: arguments.database)
    let claims = try arguments.number("claims", default: 100)
    let uncounted = try arguments.number("uncounted", default: 50)
    let slots = try arguments.number("slots", default: 4)
    let far: Int64 = 1 << 52
    let worker = try await store.register(name: "bench", concurrency: slots, leaseUntilMs: far, atMs: 0)
    var seconds: [Double] = []
    var cpuSeconds: [Double] = []
    for number in 0..<(uncounted + claims) {
      let nowMs = ProcessClock.unixMs
      let watch = Stopwatch()
      let batch = try await store.claim(workerId: worker, slots: slots, atMs: nowMs)
      let figures = watch.figures(jobs: batch.jobs.count)
      guard batch.jobs.count == slots else { throw BenchError("a claim found \(batch.jobs.count) jobs") }
      if number >= uncounted {
        seconds.append(figures["seconds"] ?? 0)
        cpuSeconds.append(figures["cpuSeconds"] ?? 0)
      }
      for job in batch.jobs {
        _ = try await store.settle(
          jobId: job.id, leaseToken: job.leaseToken, .succeeded(result: nil), atMs: nowMs)
      }
    }
    try await store.retire(workerId: worker, atMs: 0)
    return ["jobs": Double(claims * slots), "seconds": median(seconds), "cpuSeconds": median(cpuSeconds)]
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
