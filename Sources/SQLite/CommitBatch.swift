/// Requests that are committed together.
///
/// Hardly any request fails, so a savepoint for each would be paid for nothing: only when one has failed after it had
/// changed something, all are undone and run again, each by itself and in a savepoint of its own.
struct CommitBatch {
  private let requests: [WriteRequest]
  private var outcomes: [WriteRequest.Outcome?]
  private var error: (any Error)?

  init(_ requests: [WriteRequest]) {
    // What wants to be last stays in its order, and so do the others.
    let last = requests.filter(\.isLast)
    self.requests = last.isEmpty ? requests : requests.filter { !$0.isLast } + last
    outcomes = Array(repeating: nil, count: requests.count)
  }

  /// A power cut may undo all of it.
  var isLazy: Bool { requests.allSatisfy(\.isLazy) }

  /// One transaction for all of them.
  ///
  /// - Parameters:
  ///   - isSynced: whether it waits until it is on the disk.
  ///   - mayWait: whether it waits for other processes that write, or want to.
  /// - Returns: false if nothing was done, because it would have had to wait.
  mutating func commit(on connection: Connection, isSynced: Bool, mayWait: Bool) -> Bool {
    do {
      try connection.syncCommits(isSynced)
      if mayWait {
        try connection.beginImmediate()
      } else if try !connection.beginAtOnce() {
        return false
      }
      if try !runTogether(on: connection) {
        try connection.run("ROLLBACK")
        guard mayWait else { return false }
        try connection.beginImmediate()
        try runEach(on: connection)
      }
      try connection.run("COMMIT")
    } catch {
      self.error = error
      if connection.isInTransaction { _ = try? connection.run("ROLLBACK") }
    }
    return true
  }

  /// Tells all callers, after the connection's lock was released.
  func tell() { tell(where: { _ in true }, failure: nil) }

  /// Tells those whose changes a power cut may undo, or all, if there was no commit.
  ///
  /// - Returns: whether others are to be told once the log is on the disk.
  func tellLazy() -> Bool {
    if error != nil {
      tell()
      return false
    }
    tell(where: \.isLazy, failure: nil)
    return !isLazy
  }

  /// Tells the others what came of the sync.
  func tellDurable(_ failure: SQLiteError?) { tell(where: { !$0.isLazy }, failure: failure) }

  private func tell(where isMeant: (WriteRequest) -> Bool, failure: SQLiteError?) {
    let error = self.error ?? failure
    for (request, outcome) in zip(requests, outcomes) where isMeant(request) {
      if let outcome { outcome.tell(error) } else { request.refuse(error ?? TransactionLost()) }
    }
  }

  /// - Returns: false if something failed and what it had changed was not undone.
  private mutating func runTogether(on connection: Connection) throws -> Bool {
    var groups: [(group: ErasedWriteGroup, places: [Int])] = []
    let firstOfLast = requests.firstIndex(where: \.isLast) ?? requests.endIndex
    for place in requests[..<firstOfLast].indices {
      if case .together(let group, _, _) = requests[place].work {
        if let known = groups.firstIndex(where: { $0.group === group }) {
          groups[known].places.append(place)
        } else {
          groups.append((group, [place]))
        }
      } else if try !run(place, on: connection) {
        return false
      }
    }
    for (group, places) in groups where try !run(group, places, on: connection) { return false }
    for place in firstOfLast..<requests.endIndex where try !run(place, on: connection) { return false }
    return true
  }

  private mutating func run(_ place: Int, on connection: Connection) throws -> Bool {
    let changes = connection.changes
    let outcome = requests[place].run(on: connection)
    outcomes[place] = outcome
    try checkTransaction(on: connection, after: outcome)
    return outcome.error == nil || connection.changes == changes
  }

  private mutating func run(
    _ group: ErasedWriteGroup, _ places: [Int], on connection: Connection
  ) throws -> Bool {
    let items = places.compactMap { place in
      if case .together(_, let item, _) = requests[place].work { item } else { nil }
    }
    guard let values = try? group.run(items, connection), values.count == places.count else { return false }
    for (index, place) in places.enumerated() {
      if case .together(_, _, let outcome) = requests[place].work {
        outcomes[place] = outcome(.success(values[index]))
      }
    }
    return true
  }

  private mutating func runEach(on connection: Connection) throws {
    outcomes = Array(repeating: nil, count: requests.count)
    for (place, request) in requests.enumerated() {
      try connection.run("SAVEPOINT request")
      let outcome = request.run(on: connection)
      outcomes[place] = outcome
      try checkTransaction(on: connection, after: outcome)
      if outcome.error != nil { try connection.run("ROLLBACK TO request") }
      try connection.run("RELEASE request")
    }
  }

  /// A full disk can undo the whole transaction under us, and with it what came before.
  private func checkTransaction(on connection: Connection, after outcome: WriteRequest.Outcome) throws {
    if !connection.isInTransaction { throw outcome.error ?? TransactionLost() }
  }
}
