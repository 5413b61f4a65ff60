/// A subcommand. Its parameters are static members, listed in its spec and read from `arguments`.
protocol Command: Sendable {
  static var spec: CommandSpec { get }

  /// Takes what was given. Throw `CommandError.usage` where values do not go together.
  init(arguments: ParsedArguments) throws

  /// Does the work. Returning means exit code 0; anything thrown is shown as one sentence.
  func run(_ context: CommandContext) async throws
}
