/// Why a job does not run now, or that nothing keeps it from running.
public enum Waiting: Sendable, Equatable {
  /// A worker runs it.
  case running(workerName: String, sinceMs: Int64)
  /// It has succeeded or was cancelled.
  case finished(JobState)
  /// It is a dead letter.
  case dead(reason: String)
  /// An earlier job at the same resource is unfinished.
  case behind(jobId: Int64, resource: String, state: JobState, reason: String?)
  /// A job that it depends on is unfinished, and perhaps others are.
  case dependsOn(jobId: Int64, state: JobState, reason: String?, others: Int)
  /// Its time has not come. Of a retry or a snooze the reason is told.
  case scheduled(untilMs: Int64, reason: String?)
  /// Somebody paused everything, its tenant or its kind.
  case paused(PauseScope, sinceMs: Int64)
  /// Its tenant, its kind or the queue runs as many jobs as it may.
  case atLimit(PauseScope, limit: Int)
  /// It could run, and no worker is alive.
  case noWorker
  /// The next free slot is its tenant's; so many jobs of the tenant are before it.
  case next(before: Int)
}
