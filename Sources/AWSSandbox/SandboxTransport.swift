package import AWSClient
import Synchronization
package import TimeAndChance

/// The simulated AWS behind the same protocol as the real network. Requests are answered one after the other under
/// a lock, in well under a millisecond each; only latency is waited for, outside of it.
package final class SandboxTransport: HTTPTransport {
  /// The time on the wire of each request, half of it before the service acts and half after.
  package struct Latency: Sendable, Equatable {
    package var ms: Int64
    /// Up to this much more, at random.
    package var jitterMs: Int64

    package init(ms: Int64 = 0, jitterMs: Int64 = 0) {
      self.ms = ms
      self.jitterMs = jitterMs
    }
  }

  private struct World {
    var state: SandboxState
    var revision: UInt64 = 0

    /// For everything that may change the state.
    mutating func touch<Result>(_ change: (inout SandboxState) -> Result) -> Result {
      revision += 1
      return change(&state)
    }
  }

  private let world: Mutex<World>
  private let time: any TimeSource
  private let random: any RandomSource
  private let latency: Latency
  private let plan: FaultPlan?

  /// - Parameter plan: random faults, on top of those in the state.
  package init(
    state: SandboxState, time: any TimeSource, random: any RandomSource, latency: Latency = Latency(),
    plan: FaultPlan? = nil
  ) {
    world = Mutex(World(state: state))
    self.time = time
    self.random = random
    self.latency = latency
    self.plan = plan
  }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let onWireMs = max(0, latency.ms) + (latency.jitterMs > 0 ? random.below(latency.jitterMs + 1) : 0)
    let before = onWireMs / 2
    try await wait(before, processed: false, request, spentMs: 0)
    guard !Task.isCancelled else { throw Self.cancelled(processed: false) }
    let outcome = world.withLock { world in
      world.touch { Sandbox.answer(request, &$0, nowMs: time.nowMs(), random: random, plan: plan) }
    }
    switch outcome {
    case .failure(let error): throw error
    case .silence:
      try await wait(.max, processed: true, request, spentMs: before)
      throw Self.timedOut(request)
    case .answer(let response, let delayMs):
      try await wait(onWireMs - before + delayMs, processed: true, request, spentMs: before)
      return response
    }
  }

  package func snapshot() -> SandboxState { world.withLock { $0.state } }

  /// The state, with a number that changes whenever the state may have changed.
  package func numberedSnapshot() -> (state: SandboxState, revision: UInt64) {
    world.withLock { ($0.state, $0.revision) }
  }

  package func apply(_ patch: SandboxPatch) { update { $0.apply(patch) } }

  /// Changes the state as no service would: for tests.
  package func update<Result: Sendable>(_ change: (inout SandboxState) -> Result) -> Result {
    world.withLock { $0.touch(change) }
  }

  /// Waits, but no longer than until the caller's time is up.
  private func wait(_ ms: Int64, processed: Bool, _ request: HTTPRequest, spentMs: Int64)
    async throws(TransportError)
  {
    guard ms > 0 else { return }
    let leftMs = request.timeoutMs - spentMs
    do { try await time.sleep(ms: min(ms, leftMs)) } catch { throw Self.cancelled(processed: processed) }
    if ms > leftMs { throw Self.timedOut(request) }
  }

  private static func cancelled(processed: Bool) -> TransportError {
    TransportError(.cancelled, "the request was cancelled", mayHaveBeenProcessed: processed)
  }

  private static func timedOut(_ request: HTTPRequest) -> TransportError {
    TransportError(.timedOut, "no answer within \(request.timeoutMs) ms", mayHaveBeenProcessed: true)
  }
}
