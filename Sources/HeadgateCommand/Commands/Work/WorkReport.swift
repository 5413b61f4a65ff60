import Synchronization
import TimeAndChance
import WorkQueue

/// What a worker shows on standard error while it works: a progress bar when it drains, else a line for what
/// somebody should know.
final class WorkReport: Sendable {
  private struct State {
    var progress: ProgressDisplay?
    var finished = 0
    var dead = 0
  }

  private let console: Console
  private let time: any TimeSource
  private let state: Mutex<State>

  init(_ context: CommandContext, unfinished: Int, showsProgress: Bool) throws {
    console = context.console
    time = context.time
    let isShown = showsProgress && !context.json && unfinished > 0
    state = Mutex(
      State(
        progress: isShown
          ? ProgressDisplay("work", total: unfinished, on: console.err, nowMs: time.monotonicMs()) : nil))
  }

  func note(_ event: WorkerEvent) {
    switch event {
    case .settled(let job, let state, let reason): settled(job, state, reason)
    case .rescued(let count):
      console.err.line("took \(Format.count(count)) jobs back from workers that died")
    case .leaseLost: console.err.line("lost the lease: this process or its disk stood still for too long")
    case .storeFailed(let message): console.err.line("\(message); trying again")
    case .stopping(let running):
      console.err.line("stopping: waiting for \(Format.count(running)) running jobs")
    case .pruned(let pruned):
      console.err.line(
        "pruned \(Format.count(pruned.jobs)) finished jobs and \(Format.count(pruned.logRows)) rows of their log"
      )
    case .started: break
    }
  }

  func finish() {
    state.withLock { state in
      state.progress?.finish(nowMs: time.monotonicMs())
      state.progress = nil
    }
  }

  private func settled(_ job: ClaimedJob, _ outcome: JobState, _ reason: String?) {
    let hasBar = state.withLock { state in
      if outcome == .succeeded || outcome == .cancelled { state.finished += 1 }
      if outcome == .dead { state.dead += 1 }
      state.progress?.update(
        done: state.finished + state.dead, failed: state.dead, nowMs: time.monotonicMs())
      return state.progress != nil
    }
    guard !hasBar, outcome == .dead else { return }
    console.err.line(
      "job \(job.id) (\(job.tenant), \(job.kind)) is \("dead", .bad): \(reason ?? "no reason is given")")
  }
}
