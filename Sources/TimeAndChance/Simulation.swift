import Synchronization

/// Runs concurrent code on one thread, in an order that a seed decides and on a clock that jumps from one event to
/// the next: the same seed gives the same run.
///
/// What is ready to go on is picked at random, which tries orders that a machine would show once in a month. Time
/// stands still while anything can go on; then it jumps to the next sleeper. It holds for code that suspends only
/// at tasks of this simulation and at `time`: nothing may wait for another thread.
package final class Simulation: Sendable {
  /// Why a simulation cannot go on.
  package struct Deadlock: Error, CustomStringConvertible {
    package let description = "the simulation stands still: nothing can go on and nobody sleeps"
  }

  private struct Step {
    let process: SimulatedProcess
    let job: UnownedJob
  }

  private final class End<T: Sendable>: Sendable {
    let result = Mutex<Result<T, any Error>?>(nil)
  }

  /// The simulation's clock.
  package let time: SimulatedTime
  private let random: SeededRandom
  private let ready = Mutex<[Step]>([])

  package init(seed: UInt64, startMs: Int64 = 1_800_000_000_000) {
    random = SeededRandom(seed: seed)
    time = SimulatedTime(startMs: startMs)
  }

  /// A process of its own, which can be killed.
  package func makeProcess() -> SimulatedProcess { SimulatedProcess(self) }

  /// Runs `body` to its end, and with it all that goes on in the simulation meanwhile. Tasks of other processes
  /// stay where they are and go on in the next `run`.
  package func run<T: Sendable>(
    _ body: @escaping @Sendable () async throws -> T
  ) throws -> T {
    let end = End<T>()
    let task = Task(executorPreference: makeProcess()) {
      do {
        let value = try await body()
        end.result.withLock { $0 = .success(value) }
      } catch {
        end.result.withLock { $0 = .failure(error) }
      }
    }
    while true {
      if step() { continue }
      if let result = end.result.withLock({ $0 }) { return try result.get() }
      guard time.advance() else {
        task.cancel()
        throw Deadlock()
      }
    }
  }

  func enqueue(_ job: UnownedJob, of process: SimulatedProcess) {
    ready.withLock { $0.append(Step(process: process, job: job)) }
  }

  private func step() -> Bool {
    let step: Step? = ready.withLock { ready in
      guard !ready.isEmpty else { return nil }
      return ready.remove(at: Int(random.below(Int64(ready.count))))
    }
    guard let step else { return false }
    if step.process.isAlive { step.job.runSynchronously(on: step.process.asUnownedTaskExecutor()) }
    return true
  }
}
