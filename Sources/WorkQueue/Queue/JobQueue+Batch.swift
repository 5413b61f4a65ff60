import TimeAndChance

extension JobQueue {
  package func enqueueEach(
    _ jobs: [NewJob], _ mode: BatchMode
  ) async throws -> [Result<Enqueued, EnqueueRefusal>] {
    let places = BatchOrder.places(of: jobs)
    let written = try await mode == .each ? writeEach(jobs, at: places) : writeAll(jobs, at: places, mode)
    var results: [Result<Enqueued, EnqueueRefusal>?] = Array(repeating: nil, count: jobs.count)
    for (place, result) in zip(places, written) { results[place] = result }
    return results.compactMap(\.self)
  }

  private func writeAll(
    _ jobs: [NewJob], at places: [Int], _ mode: BatchMode
  ) async throws -> [Result<Enqueued, EnqueueRefusal>] {
    let refusals = refusals(of: jobs, at: places[...])
    // What the operations refuse decides it already; the others are tried all the same, to tell all at once.
    let isSound = refusals.allSatisfy { $0 == nil }
    return try await write(jobs, at: places[...], refusals, mode == .allOrNone && !isSound ? .trial : mode)
  }

  private func writeEach(
    _ jobs: [NewJob], at places: [Int]
  ) async throws -> [Result<Enqueued, EnqueueRefusal>] {
    let portions = stride(from: 0, to: places.count, by: QueueLimits.maxEnqueuedAtOnce).map { start in
      places[start..<min(start + QueueLimits.maxEnqueuedAtOnce, places.count)]
    }
    var results: [Result<Enqueued, EnqueueRefusal>] = []
    results.reserveCapacity(jobs.count)
    var checked = portions.first.map { refusals(of: jobs, at: $0) } ?? []
    for (number, portion) in portions.enumerated() {
      // While one portion is written, the next one is checked.
      let refusals = checked
      async let written = write(jobs, at: portion, refusals, .each)
      checked = number + 1 < portions.count ? self.refusals(of: jobs, at: portions[number + 1]) : []
      results += try await written
    }
    return results
  }

  private func refusals(of jobs: [NewJob], at places: ArraySlice<Int>) -> [EnqueueRefusal?] {
    places.map { refusal(of: jobs[$0], index: $0) }
  }

  /// Writes what is not refused.
  private func write(
    _ jobs: [NewJob], at places: ArraySlice<Int>, _ refusals: [EnqueueRefusal?], _ mode: BatchMode
  ) async throws -> [Result<Enqueued, EnqueueRefusal>] {
    let sound = zip(places, refusals).compactMap { $1 == nil ? $0 : nil }
    let written =
      sound.isEmpty ? [] : try await store.enqueueEach(sound.map { jobs[$0] }, mode, atMs: time.nowMs())
    var left = zip(sound, written).makeIterator()
    return refusals.map { refusal in
      if let refusal { return .failure(refusal) }
      guard let (place, result) = left.next() else { return .success(Enqueued(id: 0, created: false)) }
      return result.mapError { EnqueueRefusal(index: place, message: $0.message) }
    }
  }
}
