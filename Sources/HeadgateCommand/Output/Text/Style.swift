/// How a piece of text looks, by what it means.
enum Style: Sendable, Equatable {
  case good
  case bad
  case warning
  case active
  case dim
  case bold
  case plain

  /// The style of a job's state.
  static func state(_ state: String) -> Style {
    switch state {
    case "succeeded": .good
    case "dead": .bad
    case "running": .active
    case "blocked": .warning
    case "cancelled", "scheduled": .dim
    default: .plain
    }
  }

  /// The parameter of the escape sequence that switches it on (SGR).
  var code: String? {
    switch self {
    case .good: "32"
    case .bad: "1;31"
    case .warning: "33"
    case .active: "36"
    case .dim: "2"
    case .bold: "1"
    case .plain: nil
    }
  }
}
