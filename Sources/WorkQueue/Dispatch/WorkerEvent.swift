/// What a worker tells whoever watches it, after the commit.
public enum WorkerEvent: Sendable {
  /// It has begun to look for jobs.
  case started(workerId: Int64)
  /// An attempt ended.
  case settled(job: ClaimedJob, state: JobState, reason: String?)
  /// Jobs were taken back from a worker that died.
  case rescued(count: Int)
  /// Finished jobs that are to be kept no longer were removed.
  case pruned(Pruned)
  /// The lease was lost: the machine slept, or the disk stood still for too long.
  case leaseLost
  /// The database could not be written or read just now; it will be tried again.
  case storeFailed(message: String)
  /// It claims nothing any more and lets `running` jobs finish.
  case stopping(running: Int)
}
