import Synchronization

/// Knows whether the task that comes is the one that came last. Of tasks that all write, each may find nobody at work
/// and the next one only wait to be run: if each of them committed by itself, they would never share a commit.
final class LastCaller: Sendable {
  private static let none = 0
  private let task = Atomic(none)

  /// To be asked by each caller, once. A task that has ended may be taken for one that begins in its place.
  func isSameAsBefore() -> Bool {
    let task = withUnsafeCurrentTask { $0?.hashValue ?? Self.none }
    return task != Self.none && self.task.exchange(task, ordering: .relaxed) == task
  }
}
