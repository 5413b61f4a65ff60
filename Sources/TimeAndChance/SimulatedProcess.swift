import Synchronization

/// Where the tasks of one simulated process run. Killed, it never takes another step: what its tasks had done
/// before stays done, and nothing of what they would have done after happens.
package final class SimulatedProcess: TaskExecutor {
  private let simulation: Simulation
  private let alive = Mutex(true)

  init(_ simulation: Simulation) { self.simulation = simulation }

  package var isAlive: Bool { alive.withLock { $0 } }

  package func kill() { alive.withLock { $0 = false } }

  package func enqueue(_ job: consuming ExecutorJob) {
    simulation.enqueue(UnownedJob(job), of: self)
  }
}
