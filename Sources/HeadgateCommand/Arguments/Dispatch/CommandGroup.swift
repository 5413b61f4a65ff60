/// Commands that share their first word: `tenant add`, `tenant list`, …
struct CommandGroup: Sendable {
  let name: String
  let summary: String
  let commands: [any Command.Type]

  init(_ name: String, summary: String, commands: [any Command.Type]) {
    self.name = name
    self.summary = summary
    self.commands = commands
  }
}
