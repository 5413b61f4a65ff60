import TimeAndChance
import WorkQueue

/// `headgate replay`
struct ReplayCommand: Command {
  static let ids = Argument.repeated("ID", .jobID, "these jobs")
  static let all = Flag("all", "every dead job that passes the conditions, and without any, every dead job")
  static let payload = Option.optional("payload", .inputFile(), "a payload to run with instead; for one job")
  static let stagger = Option.optional(
    "stagger", .durationMs, "let each job begin so much after the one before")
  static let dryRun = Flag("dry-run", "only say what would be replayed")

  static let spec = CommandSpec(
    "replay", summary: "run dead or cancelled jobs again",
    parameters: [ids] + JobFilterParameters.all + [all, payload, stagger, dryRun],
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

  private static let replayable: [JobState] = [.dead, .cancelled]

  /// More than this at once would hold the database's lock for seconds.
  private static let maxJobs = 100_000

  let arguments: ParsedArguments

  init(arguments: ParsedArguments) throws {
    self.arguments = arguments
    let ids = arguments[Self.ids]
    if ids.isEmpty, !arguments[Self.all] {
      throw CommandError.usage("say which: ids, or --all with the conditions that the jobs must pass")
    }
    if !ids.isEmpty, arguments[Self.all] || JobFilterParameters.isNarrowed(arguments) {
      throw CommandError.usage("give ids, or --all with conditions, but not both")
    }
    if let state = arguments[JobFilterParameters.state], !Self.replayable.contains(state) {
      throw CommandError.usage("only dead and cancelled jobs can be replayed, not \(state.rawValue) ones")
    }
    if arguments[Self.payload] != nil, ids.count != 1 {
      throw CommandError.usage("--payload goes with one id")
    }
  }

  func run(_ context: CommandContext) async throws {
    let queue = try context.openQueue()
    let ids = try await chosen(queue)
    if !arguments[Self.dryRun], !ids.isEmpty {
      let payload = try arguments[Self.payload].map { try context.readText($0) }
      if let payload { try await check(payload, of: ids[0], queue) }
      try await queue.store.replay(
        ids: ids, payload: payload, staggerMs: arguments[Self.stagger] ?? 0, atMs: context.time.nowMs())
    }
    let verb = arguments[Self.dryRun] ? "would replay" : "replayed"
    if context.json {
      context.console.out.json([
        "replayed": arguments[Self.dryRun] ? 0 : ids.count, "ids": ids, "dry_run": arguments[Self.dryRun],
      ])
    } else {
      context.console.out.line("\(verb) \(Format.count(ids.count)) \(ids.count == 1 ? "job" : "jobs")")
    }
  }

  private func chosen(_ queue: JobQueue) async throws -> [Int64] {
    let given = arguments[Self.ids]
    guard given.isEmpty else {
      if arguments[Self.dryRun] { try await checkStates(of: given, queue) }
      return given
    }
    var filter = JobFilterParameters.filter(arguments)
    if filter.state == nil { filter.state = .dead }
    let ids = try await queue.store.ids(filter, limit: Self.maxJobs + 1)
    guard ids.count <= Self.maxJobs else {
      throw CommandError.failed("more than \(Format.count(Self.maxJobs)) jobs pass; narrow the conditions")
    }
    return ids
  }

  /// As the replay itself would: a dry run must not promise more.
  private func checkStates(of ids: [Int64], _ queue: JobQueue) async throws {
    for id in ids {
      guard let job = try await queue.job(id: id) else { throw CommandError.failed("there is no job \(id)") }
      guard Self.replayable.contains(job.state) else {
        throw CommandError.failed(
          "job \(id) is \(job.state.rawValue); only dead and cancelled jobs can be replayed")
      }
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
