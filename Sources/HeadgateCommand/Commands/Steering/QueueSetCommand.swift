import WorkQueue

/// `headgate queue set`
struct QueueSetCommand: Command {
  static let maxRunning = Option.optional(
    "max-running", .integer(0...1_000_000), "jobs that run at the same time in all; 0: no limit")
  static let keep = Option.optional(
    "keep", .durationMs, "prune finished jobs, with their log, so long after they finished; 0s: keep them")
  static let keepJobs = Option.optional(
    "keep-jobs", .integer(0...Int.max), "prune the oldest finished jobs that are more than this; 0: keep them"
  )
  static let keepDead = Option.optional(
    "keep-dead", .durationMs, "discard dead letters after so long; 0s: keep them, as without this")

  static let options: [any Parameter] = [maxRunning, keep, keepJobs, keepDead]

  static let spec = CommandSpec(
    "queue set", summary: "limit the queue as a whole, and say what it prunes", parameters: options,
    discussion: """
      Workers prune by themselves, every hour and in small portions. Nothing is pruned unless it is set here. A key \
      can be used again once its job was pruned: keep jobs for as long as an application may repeat itself.
      """,
    examples: [CommandExample("headgate queue set --keep 30d --max-running 500", "a month of history")])

  let arguments: ParsedArguments

  init(arguments: ParsedArguments) throws {
    self.arguments = arguments
    guard Self.options.contains(where: { arguments.wasGiven($0) }) else {
      throw CommandError.usage("nothing to change is given; name a setting such as --keep")
    }
  }

  func run(_ context: CommandContext) async throws {
    let queue = try context.openQueue()
    let before = try await queue.settings()
    var settings = before
    if let value = arguments[Self.maxRunning] { settings.maxRunning = value == 0 ? nil : value }
    if let value = arguments[Self.keep] { settings.keepMs = value == 0 ? nil : value }
    if let value = arguments[Self.keepJobs] { settings.keepJobs = value == 0 ? nil : value }
    if let value = arguments[Self.keepDead] { settings.keepDeadMs = value == 0 ? nil : value }
    try await queue.save(settings)
    if context.json {
      context.console.out.json(settings.json.adding("changed", settings != before))
    } else {
      context.console.out.line(settings == before ? "the queue is so already" : "changed the queue")
    }
  }
}

extension QueueSettings {
  /// As the columns of the table are named.
  var json: OrderedJSON {
    ["max_running": maxRunning, "keep_ms": keepMs, "keep_jobs": keepJobs, "keep_dead_ms": keepDeadMs]
  }
}
