/// What a command line asks for.
enum Invocation: Sendable {
  case help(HelpTopic)
  /// No command was named: its help is shown, and the exit code is that of a usage error.
  case incomplete(HelpTopic)
  case version(GlobalOptions)
  case run(any Command.Type, ParsedArguments, GlobalOptions)
}
