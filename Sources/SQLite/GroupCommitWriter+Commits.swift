import Dispatch
import Glibc
import Synchronization

extension GroupCommitWriter {
  /// A caller that commits keeps one of the threads on which tasks run; there has to be another one.
  private static let callersMayCommit = sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1

  func submit(_ request: WriteRequest) {
    let isAlone = caller.isSameAsBefore()
    switch backlog.add(request) {
    case .isRefused: request.refuse(WriterOverloaded(waiting: WriteBacklog.maxWaiting))
    case .waits: break
    case .isFirst:
      switch place {
      case .caller: drain()
      case .ownThread:
        if request.isShort, isAlone, Self.callersMayCommit, patience.usualCount <= 1 {
          commitInCaller()
        } else {
          queue.async { self.drain() }
        }
      }
    }
  }

  /// Commits the one request that is there, unless that means to wait for another process.
  private func commitInCaller() {
    guard let first = backlog.next() else { return }
    let isDone = first.count == 1 && commit(first, mayWait: false)
    // What came meanwhile, and what is left of the log, is for the writer's own thread.
    guard let next = isDone ? backlog.next() : first else {
      if checkpointer?.isRestLeft == true { queue.async { self.keepLogShort() } }
      return
    }
    queue.async {
      self.commit(next, mayWait: true)
      self.drain()
    }
  }

  private func drain() {
    while true {
      if place == .ownThread { patience.letOthersCome { backlog.count } }
      guard let requests = backlog.next() else { return }
      commit(requests, mayWait: true)
    }
  }

  /// - Parameter mayWait: whether to wait for other processes before and after.
  /// - Returns: false if it would have had to: nothing was done.
  @discardableResult
  private func commit(_ requests: [WriteRequest], mayWait: Bool) -> Bool {
    if let failure = disk?.failure {
      for request in requests { request.refuse(failure) }
      return true
    }
    var batch = CommitBatch(requests)
    let isBegun = connection.withLock { connection in
      batch.commit(on: connection, isSynced: disk == nil && !batch.isLazy, mayWait: mayWait)
    }
    guard isBegun else { return false }
    patience.saw(requests.count)
    tell(batch)
    connection.withLock { connection in
      checkpointer?.committed(logPages: connection.logPages)
      if mayWait { connection.turn.makeWay() }
    }
    if mayWait { keepLogShort() }
    return true
  }

  private func tell(_ batch: CommitBatch) {
    guard let disk else { return batch.tell() }
    guard batch.tellLazy() else { return }
    // A single caller who waits is told sooner without another thread.
    if patience.usualCount <= 1 {
      batch.tellDurable(disk.syncNow())
    } else {
      disk.whenSynced { batch.tellDurable($0) }
    }
  }

  private func keepLogShort() {
    guard let checkpointer, checkpointer.takeRest() else { return }
    // Where it fails, it is tried again when the log has grown.
    connection.withLock { _ = try? $0.checkpoint(.full, waitMs: Checkpointer.restWaitMs) }
  }
}
