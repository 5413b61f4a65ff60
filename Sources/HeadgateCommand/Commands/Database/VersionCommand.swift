/// `headgate version`, and what `headgate --version` prints.
struct VersionCommand: Command {
  static let current = "0.1.0"

  static let spec = CommandSpec("version", summary: "print the version of this program")

  init() {}

  init(arguments: ParsedArguments) {}

  func run(_ context: CommandContext) { show(console: context.console, json: context.json) }

  func show(console: Console, json: Bool) {
    if json {
      console.out.json(["version": Self.current])
    } else {
      console.out.line("headgate \(Self.current)")
    }
  }
}
