/// Why a schedule makes no sense. The description is for people.
public struct ScheduleError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence: what, what was expected.
  public let description: String

  package init(_ description: String) { self.description = description }
}
