import Headgate
import TimeAndChance
import WorkQueue

/// `headgate why`
struct WhyCommand: Command {
  static let id = Argument.required("ID", .jobID, "the job")

  static let spec = CommandSpec(
    "why", summary: "say why a job does not run now, and what would change that", parameters: [id],
    examples: [CommandExample("headgate why 42", "one sentence")])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let id = arguments[Self.id]
    let nowMs = context.time.nowMs()
    guard let waiting = try await context.openForReading().waiting(id: id, atMs: nowMs) else {
      throw CommandError.failed("there is no job \(id)", hint: "`headgate jobs` lists them")
    }
    let sentence = waiting.sentence(jobId: id, nowMs: nowMs)
    if context.json {
      context.console.out.json(["id": id, "why": waiting.word, "sentence": sentence])
    } else {
      context.console.out.line("\(sentence)")
    }
  }
}

extension Waiting {
  /// A stable word for programs.
  var word: String {
    switch self {
    case .running: "running"
    case .finished: "finished"
    case .dead: "dead"
    case .behind: "behind"
    case .dependsOn: "depends-on"
    case .scheduled: "scheduled"
    case .paused: "paused"
    case .atLimit: "at-limit"
    case .noWorker: "no-worker"
    case .next: "next"
    }
  }

  func sentence(jobId: Int64, nowMs: Int64) -> String {
    switch self {
    case .running(let worker, let sinceMs):
      return
        "It runs, on \(worker), since \(Format.age(sinceMs, nowMs: nowMs)); `headgate job \(jobId)` shows its calls."
    case .finished(let state): return "It is finished: \(state.rawValue)."
    case .dead(let reason):
      let advice = Advice.forReason(reason).map { ": \($0)" } ?? ""
      return
        "It is dead because of \(reason)\(advice); then `headgate replay \(jobId)`, or `headgate discard \(jobId)`."
    case .behind(let other, let resource, let state, let reason):
      return
        "It waits for job \(other), which is before it at \(resource) and is \(Self.described(state, reason))"
        + "; " + Self.remedy(other, state)
    case .dependsOn(let other, let state, let reason, let others):
      let more = others > 0 ? " (and \(Format.count(others)) more)" : ""
      return "It depends on job \(other)\(more), which is \(Self.described(state, reason)); "
        + Self.remedy(other, state)
    case .scheduled(let untilMs, let reason):
      let cause = reason.map { " because of \($0)" } ?? ""
      return
        "It waits until \(Format.timestamp(untilMs)) (\(Format.age(untilMs, nowMs: nowMs)))\(cause); it then runs by itself."
    case .paused(let scope, let sinceMs):
      let option =
        switch scope {
        case .tenant(let name): "--tenant \(name)"
        case .kind(let name): "--kind \(name)"
        case .everything: "--all"
        }
      return "\(scope.words.prefix(1).uppercased() + scope.words.dropFirst()) is paused since "
        + "\(Format.age(sinceMs, nowMs: nowMs)); `headgate resume \(option)` lets it go on."
    case .atLimit(let scope, let limit):
      let (who, command) =
        switch scope {
        case .tenant(let name): ("Its tenant", "tenant set \(name)")
        case .kind(let name): ("Its kind", "kind set \(name)")
        case .everything: ("The queue", "queue set")
        }
      return
        "\(who) runs \(Format.count(limit)) jobs, which is its limit; it follows when one of them ends, or after "
        + "`headgate \(command) --max-running N`."
    case .noWorker: return "It is ready and no worker is alive; start one: `headgate work`."
    case .next(let before):
      return before == 0
        ? "It is ready and the next of its tenant's; it starts with the next free slot."
        : "It is ready, and \(Format.count(before)) of its tenant's jobs of this kind are before it."
    }
  }

  private static func described(_ state: JobState, _ reason: String?) -> String {
    state.rawValue + (reason.map { " (\($0))" } ?? "")
  }

  private static func remedy(_ id: Int64, _ state: JobState) -> String {
    state == .dead
      ? "replay or discard that one: `headgate replay \(id)`."
      : "it follows when that one is finished: `headgate why \(id)`."
  }
}
