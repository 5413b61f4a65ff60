/// Why a job was not enqueued.
public struct EnqueueRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  /// Its place among the jobs that were to be enqueued, from 0.
  public let index: Int
  /// One sentence.
  public let message: String

  package init(index: Int, message: String) {
    self.index = index
    self.message = message
  }

  /// The sentence.
  public var description: String { message }
}
