/// What somebody wants to be written, until it is known whether it is. An object: it goes through several lists.
final class WriteRequest: Sendable {
  /// What came of a request's own work; whether it is kept is known after the commit.
  struct Outcome: Sendable {
    /// Why the request failed by itself, if it did.
    let error: (any Error)?
    /// Tells the caller, once it is known whether the commit succeeded.
    let tell: @Sendable (_ commitError: (any Error)?) -> Void
  }

  enum Work: Sendable {
    /// Does the work inside the open transaction.
    case alone(@Sendable (Connection) -> Outcome)
    /// An item of a group, and what tells the caller of its value.
    case together(
      ErasedWriteGroup, any Sendable, outcome: @Sendable (Result<any Sendable, any Error>) -> Outcome)
  }

  /// A power cut may undo it: it need not wait for the disk.
  let isLazy: Bool
  /// It wants to see what all others in its transaction have done.
  let isLast: Bool
  /// It may be committed in its caller.
  let isShort: Bool
  let work: Work
  /// Tells the caller that the work was never begun, or undone with everybody else's.
  let refuse: @Sendable (any Error) -> Void

  init(
    isLazy: Bool, isLast: Bool, isShort: Bool, work: Work, refuse: @escaping @Sendable (any Error) -> Void
  ) {
    self.isLazy = isLazy
    self.isLast = isLast
    self.isShort = isShort
    self.work = work
    self.refuse = refuse
  }

  /// Does the work, by itself even where it belongs to a group.
  func run(on connection: Connection) -> Outcome {
    switch work {
    case .alone(let run): return run(connection)
    case .together(let group, let item, let outcome):
      return outcome(
        Result {
          guard let value = try group.run([item], connection).first else { throw IncompleteWriteGroup() }
          return value
        })
    }
  }
}

/// A group's body broke its promise of a value for each item.
struct IncompleteWriteGroup: Error, Sendable, CustomStringConvertible {
  var description: String { "a group of writes gave no value for one of its items" }
}
