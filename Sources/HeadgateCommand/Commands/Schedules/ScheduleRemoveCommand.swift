import WorkQueue

/// `headgate schedule remove`
struct ScheduleRemoveCommand: Command {
  static let spec = CommandSpec(
    "schedule remove", summary: "forget a schedule; what it enqueued stays",
    parameters: [ScheduleParameters.name],
    examples: [CommandExample("headgate schedule remove nightly", "one schedule")])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let name = arguments[ScheduleParameters.name]
    let changed = try await context.openQueue().removeSchedule(named: name)
    guard changed else {
      throw CommandError.failed("there is no schedule '\(name)'", hint: "`headgate schedule list` shows all")
    }
    if context.json {
      context.console.out.json(["name": name, "changed": changed])
    } else {
      context.console.out.line(changed ? "removed schedule \(name)" : "schedule \(name) is so already")
    }
  }
}
