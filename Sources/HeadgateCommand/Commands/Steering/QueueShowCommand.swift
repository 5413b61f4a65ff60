import WorkQueue

/// `headgate queue show`
struct QueueShowCommand: Command {
  static let spec = CommandSpec(
    "queue show", summary: "what is set for the queue as a whole",
    examples: [CommandExample("headgate queue show --json", "for another program")])

  init(arguments: ParsedArguments) {}

  func run(_ context: CommandContext) async throws {
    let settings = try await context.openForReading().queueSettings()
    if context.json { return context.console.out.json(settings.json) }
    var fields = Fields()
    fields.add("max running", "\(settings.maxRunning.map { Format.count($0) } ?? "no limit")")
    fields.add("finished jobs", "\(settings.keepMs.map { "kept for \(Format.duration($0))" } ?? "kept")")
    fields.add("at most", settings.keepJobs.map { "\(Format.count($0)) of them" })
    fields.add("dead letters", "\(settings.keepDeadMs.map { "kept for \(Format.duration($0))" } ?? "kept")")
    fields.print(to: context.console.out)
  }
}
