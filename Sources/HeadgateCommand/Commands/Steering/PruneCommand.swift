import WorkQueue

/// `headgate prune`
struct PruneCommand: Command {
  static let olderThan = Option.optional("older-than", .durationMs, "jobs that finished longer ago than this")
  static let keepJobs = Option.optional(
    "keep-jobs", .integer(0...Int.max), "the oldest finished jobs that are more than this many")
  static let deadOlderThan = Option.optional(
    "dead-older-than", .durationMs, "discard dead letters older than this first; never done unless asked for")

  static let spec = CommandSpec(
    "prune", summary: "remove finished jobs and their log now",
    parameters: [olderThan, keepJobs, deadOlderThan],
    discussion: """
      In small portions, so that workers go on. What is not finished stays. Keys of jobs that are gone can be used \
      again. To have workers prune by themselves: `headgate queue set --keep 30d`.
      """,
    examples: [CommandExample("headgate prune --older-than 30d", "forget what finished a month ago")])

  let arguments: ParsedArguments

  init(arguments: ParsedArguments) throws {
    self.arguments = arguments
    guard
      [Self.olderThan.definition, Self.keepJobs.definition, Self.deadOlderThan.definition].contains(where: {
        arguments.count(of: $0) > 0
      })
    else {
      throw CommandError.usage("say what to prune, such as --older-than 30d")
    }
  }

  func run(_ context: CommandContext) async throws {
    let pruned = try await context.openQueue().prune(
      PrunePolicy(
        keepMs: arguments[Self.olderThan], keepJobs: arguments[Self.keepJobs],
        keepDeadMs: arguments[Self.deadOlderThan]))
    if context.json {
      context.console.out.json([
        "jobs": pruned.jobs, "log_rows": pruned.logRows, "discarded": pruned.discarded,
      ])
    } else {
      context.console.out.line(
        "pruned \(Format.count(pruned.jobs)) jobs and \(Format.count(pruned.logRows)) rows of their log"
          + (pruned.discarded > 0 ? ", of them \(Format.count(pruned.discarded)) dead letters" : ""))
    }
  }
}
