import WorkQueue

/// `headgate schedule resume`
struct ScheduleResumeCommand: Command {
  static let spec = CommandSpec(
    "schedule resume", summary: "let a schedule go on; what was missed is not made up for",
    parameters: [ScheduleParameters.name],
    examples: [CommandExample("headgate schedule resume nightly", "one schedule")])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let name = arguments[ScheduleParameters.name]
    let queue = try context.openQueue()
    try await ScheduleParameters.expect(name, queue)
    let changed = try await queue.setSchedulePaused(false, named: name)
    if context.json {
      context.console.out.json(["name": name, "changed": changed])
    } else {
      context.console.out.line(changed ? "resumed schedule \(name)" : "schedule \(name) is so already")
    }
  }
}
