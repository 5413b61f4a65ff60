/// What a cancellation did.
public struct Cancellation: Sendable, Equatable {
  /// Jobs that are cancelled now.
  public var cancelled: [Int64]
  /// Jobs that run, and were asked to stop.
  public var stopping: [Int64]

  package init(cancelled: [Int64] = [], stopping: [Int64] = []) {
    self.cancelled = cancelled
    self.stopping = stopping
  }
}
