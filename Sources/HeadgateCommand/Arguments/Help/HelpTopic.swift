/// What help can be shown for.
enum HelpTopic: Sendable {
  case overview
  case group(CommandGroup)
  case command(CommandSpec)
}
