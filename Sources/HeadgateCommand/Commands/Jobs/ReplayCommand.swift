import Headgate
import TimeAndChance
import WorkQueue

/// `headgate replay`
struct ReplayCommand: Command {
  static let all = Flag("all", "every dead job that passes the conditions, and without any, every dead job")
  static let payload = Option.optional("payload", .inputFile(), "a payload to run with instead; for one job")
  static let stagger = Option.optional(
    "stagger", .durationMs, "let each job begin so much after the one before")
  static let dryRun = Flag("dry-run", "only say what would be replayed")

  static let spec = CommandSpec(
    "replay", summary: "run dead or cancelled jobs again",
    parameters: [JobSelection.ids] + JobFilterParameters.all + [all, payload, stagger, dryRun],
    usage: ["ID…", "[--tenant NAME] [--kind KIND] [--reason REASON] [--since TIME] --all"],
    discussion: """
      A replayed job begins anew, with all its attempts. What waited for it runs after it. The calls of a job that \
      took effect before are not repeated: it keeps its client token, unless its payload is replaced. A cancelled job \
      can be replayed as long as nothing that waited for it has run.

      Conditions are given with --all, so that a slip of the hand replays nothing.
      """,
    examples: [
      CommandExample("headgate replay 42", "one job"),
      CommandExample("headgate replay --reason throttled --all --stagger 1s", "one a second"),
      CommandExample("headgate replay 42 --payload mended.json", "with another payload"),
    ])

  private static let selection = JobSelection(states: [.dead, .cancelled], verb: "replayed")

  let arguments: ParsedArguments

  init(arguments: ParsedArguments) throws {
    self.arguments = arguments
    try Self.selection.check(arguments, all: Self.all)
    if arguments[Self.payload] != nil, arguments[JobSelection.ids].count != 1 {
      throw CommandError.usage("--payload goes with one id")
    }
  }

  func run(_ context: CommandContext) async throws {
    let queue = try context.openQueue()
    let isDryRun = arguments[Self.dryRun]
    let ids = try await Self.selection.chosen(arguments, queue, isDryRun: isDryRun)
    if !isDryRun, !ids.isEmpty {
      let payload = try arguments[Self.payload].map { try context.readText($0) }
      if let payload { try await check(payload, of: ids[0], queue) }
      try await queue.store.replay(
        ids: ids, payload: payload, staggerMs: arguments[Self.stagger] ?? 0, atMs: context.time.nowMs())
    }
    if context.json {
      context.console.out.json(["replayed": isDryRun ? 0 : ids.count, "ids": ids, "dry_run": isDryRun])
    } else {
      let verb = isDryRun ? "would replay" : "replayed"
      context.console.out.line("\(verb) \(Format.count(ids.count)) \(ids.count == 1 ? "job" : "jobs")")
    }
  }

  private func check(_ payload: String, of id: Int64, _ queue: JobQueue) async throws {
    guard let job = try await queue.job(id: id) else { return }
    let problems = queue.operations[job.kind]?.problems(inPayload: payload) ?? []
    guard problems.isEmpty else {
      throw CommandError.failed("the payload of \(job.kind): \(problems.joined(separator: "; "))")
    }
  }
}
