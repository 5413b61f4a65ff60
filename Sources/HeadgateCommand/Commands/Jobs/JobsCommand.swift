import TimeAndChance
import WorkQueue

/// `headgate jobs`
struct JobsCommand: Command {
  static let limit = Option.withDefault(
    "limit", short: "n", .integer(1...1_000_000), default: "50", "the newest so many")

  static let spec = CommandSpec(
    "jobs", summary: "list jobs", parameters: JobFilterParameters.all + [limit],
    discussion: "The newest that pass every condition, oldest first.",
    examples: [
      CommandExample("headgate jobs --state dead", "what needs somebody's attention"),
      CommandExample("headgate jobs --tenant acme --since 2h --json", "for another program"),
    ])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let jobs = try await context.openForReading().jobs(
      JobFilterParameters.filter(arguments), limit: arguments[Self.limit])
    if context.json {
      for job in jobs { context.console.out.json(job.json) }
      return
    }
    let nowMs = context.time.nowMs()
    var table = Table(
      .right("ID"), .left("STATE"), .left("TENANT"), .left("KIND"), .left("RESOURCE"), .right("TRY"),
      .left("CHANGED"), .flexible("REASON"))
    for job in jobs {
      let why = [job.reason, job.lastError].compactMap(\.self).joined(separator: ": ")
      table.add(
        "\(job.id)", "\(job.state.rawValue, .state(job.state.rawValue))", "\(job.tenant)", "\(job.kind)",
        "\(job.resource ?? "–")", "\(job.attempt)", "\(Format.age(job.updatedAtMs, nowMs: nowMs))", "\(why)")
    }
    table.print(to: context.console.out)
    if jobs.isEmpty { context.console.err.line("no such jobs") }
  }
}
