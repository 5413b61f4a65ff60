/// What one word after `headgate` may name.
enum CommandEntry: Sendable {
  case command(any Command.Type)
  case group(CommandGroup)

  var name: String {
    switch self {
    case .command(let type): type.spec.name
    case .group(let group): group.name
    }
  }

  var summary: String {
    switch self {
    case .command(let type): type.spec.summary
    case .group(let group): group.summary
    }
  }
}
