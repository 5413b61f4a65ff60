import TimeAndChance
import WorkQueue

/// `headgate log`
struct LogCommand: Command {
  static let job = Option.optional("job", .jobID, "only of this job")
  static let tenant = Option.optional("tenant", short: "t", .text("NAME"), "only of this tenant")
  static let since = Option.optional("since", .since, "only since then: 2h (ago), or 2026-11-22T10:00:00Z")
  static let limit = Option.withDefault(
    "limit", short: "n", .integer(1...1_000_000), default: "100", "the newest so many")
  static let follow = Flag("follow", short: "f", "go on with what is appended, until interrupted")

  static let spec = CommandSpec(
    "log", summary: "show the work log", parameters: [job, tenant, since, limit, follow],
    discussion: "Everything that happened, oldest first: states, attempts, and every call to AWS.",
    examples: [
      CommandExample("headgate log --job 42", "one job's story"),
      CommandExample("headgate log --tenant acme --follow", "watch a tenant"),
    ])

  /// How often the log is asked for more, and how many rows at once.
  private static let followIntervalMs: Int64 = 200
  private static let rowsAtOnce = 1_000

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let store = try context.openForReading()
    let filter = LogFilter(
      jobId: arguments[Self.job], tenant: arguments[Self.tenant], sinceMs: arguments[Self.since])
    let entries = try await store.log(filter, afterId: nil, limit: arguments[Self.limit])
    print(entries, withTitles: true, context)
    if entries.isEmpty, !context.json, !arguments[Self.follow] {
      context.console.err.line("the log has nothing of that")
    }
    guard arguments[Self.follow] else { return }
    var lastId = entries.last?.id ?? 0
    while true {
      context.console.out.flush()
      try await context.time.sleep(ms: Self.followIntervalMs)
      let more = try await store.log(filter, afterId: lastId, limit: Self.rowsAtOnce)
      print(more, withTitles: false, context)
      lastId = more.last?.id ?? lastId
    }
  }

  private func print(_ entries: [LogEntry], withTitles: Bool, _ context: CommandContext) {
    if context.json {
      for entry in entries { context.console.out.json(entry.json) }
      return
    }
    let table = LogTable.table(entries, withJob: arguments[Self.job] == nil)
    for line in table.lines(width: context.console.out.width).dropFirst(withTitles ? 0 : 1) {
      context.console.out.line(line)
    }
  }
}
