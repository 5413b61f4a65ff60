/// The constraints of a service's input, as its model states them. Members that a structure does not name are
/// let through, as the services do.
indirect enum Shape: Sendable {
  case text(ClosedRange<Int>, TextPattern)
  /// A text that no message shows.
  case secret(ClosedRange<Int>, TextPattern)
  case choice([String])
  case integer(ClosedRange<Int64>)
  case boolean
  /// Seconds since 1970.
  case timestamp
  case list(ClosedRange<Int>, of: Shape)
  case map(ClosedRange<Int>, of: Shape)
  case structure([String: Shape], required: [String] = [])

  static func text(_ pattern: TextPattern, max: Int = 4_096) -> Shape { .text(0...max, pattern) }
}
