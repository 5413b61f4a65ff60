import WorkQueue

/// `headgate schedule pause`
struct SchedulePauseCommand: Command {
  static let spec = CommandSpec(
    "schedule pause", summary: "let a schedule enqueue nothing", parameters: [ScheduleParameters.name],
    examples: [CommandExample("headgate schedule pause nightly", "one schedule")])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let name = arguments[ScheduleParameters.name]
    let queue = try context.openQueue()
    try await ScheduleParameters.expect(name, queue)
    let changed = try await queue.setSchedulePaused(true, named: name)
    if context.json {
      context.console.out.json(["name": name, "changed": changed])
    } else {
      context.console.out.line(changed ? "paused schedule \(name)" : "schedule \(name) is so already")
    }
  }
}
