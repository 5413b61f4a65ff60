import Headgate
import TimeAndChance
import WorkQueue

/// `headgate enqueue`
struct EnqueueCommand: Command {
  static let kind = Argument.optional(
    "KIND", .text("KIND"), "what to do: \(KindCatalog.all.map(\.kind).joined(separator: ", "))")
  static let tenant = Option.optional("tenant", short: "t", .text("NAME"), "whose job it is")
  static let key = Option.optional(
    "key", short: "k", .text("KEY"), "the idempotency key: the same key and payload enqueue once")
  static let payload = Option.optional(
    "payload", short: "p", .inputFile(), "the request as JSON, as for the AWS CLI's --cli-input-json; else {}"
  )
  static let runAt = Option.optional(
    "run-at", .until, "not before this time: 5m (from now), or 2026-11-22T10:00:00Z")
  static let priority = Option.withDefault(
    "priority", .integer(-1000...1000), default: "0", "one more is worth a minute of waiting")
  static let timeout = Option.optional(
    "timeout", .durationMs, "how long one attempt may take; else as its kind has it")
  static let uniqueFor = Option.optional(
    "unique-for", .durationMs, "how long the key stands for this job; else for ever")
  static let partial = Flag("partial", "with --batch: add what is sound, although other lines are refused")
  static let after = Option.repeated("after", .jobID, "a job that must be finished first")
  static let batch = Option.optional(
    "batch", .inputFile("FILE.jsonl"), "many jobs, one JSON object a line: all of them or none")

  static let spec = CommandSpec(
    "enqueue", summary: "add a job, or many",
    parameters: [kind, tenant, key, payload, runAt, priority, after, timeout, uniqueFor]
      + RetryParameters.options
      + [batch, partial],
    usage: ["KIND --tenant NAME --key KEY [options]", "--batch FILE.jsonl [--partial]"],
    discussion: """
      Prints the job's id. If a job with this key and payload is there already, its id is printed and nothing is \
      added; with another payload the key is refused.

      A line of a batch has the members tenant, kind, key and payload, and if need be after (a list of ids or of \
      keys of the same tenant), priority, run_at, give_up_at and key_expires_at (Unix milliseconds), timeout_ms, \
      max_attempts and retry (as jobs.retry in schema.sql). Each line that is refused is named, and nothing is added; \
      with --partial the others are.
      """,
    examples: [
      CommandExample(
        "echo '{\"flowName\":\"accounts\"}' | headgate enqueue start-flow --tenant acme --key start-1 --payload -",
        "start a flow"),
      CommandExample("headgate enqueue --batch jobs.jsonl", "many at once"),
    ])

  let arguments: ParsedArguments

  init(arguments: ParsedArguments) throws {
    self.arguments = arguments
    let isBatch = arguments.wasGiven(Self.batch)
    if isBatch {
      let others: [any Parameter] =
        [
          Self.kind, Self.tenant, Self.key, Self.payload, Self.runAt, Self.priority, Self.after, Self.timeout,
          Self.uniqueFor,
        ] + RetryParameters.options
      guard !others.contains(where: { arguments.wasGiven($0) }) else {
        throw CommandError.usage("--batch goes alone: the file says what each job is")
      }
    } else {
      if arguments[Self.partial] { throw CommandError.usage("--partial goes with --batch") }
      for (parameter, name) in [
        (arguments.wasGiven(Self.kind), "KIND"), (arguments.wasGiven(Self.tenant), "--tenant"),
        (arguments.wasGiven(Self.key), "--key"),
      ] where !parameter {
        throw CommandError.usage("\(name) is missing")
      }
    }
  }

  func run(_ context: CommandContext) async throws {
    if let file = arguments[Self.batch] { return try await enqueueBatch(file, context) }
    let payload = try arguments[Self.payload].map { try context.readText($0) } ?? "{}"
    let nowMs = context.time.nowMs()
    var job = NewJob(
      tenant: arguments[Self.tenant] ?? "", kind: arguments[Self.kind] ?? "",
      idempotencyKey: arguments[Self.key] ?? "", payload: payload,
      dependsOn: arguments[Self.after].map { .job($0) }, priority: arguments[Self.priority],
      runAtMs: arguments[Self.runAt], maxAttempts: arguments[RetryParameters.maxAttempts])
    var rule = RetryParameters.change(.init(), arguments)
    rule.maxAttempts = nil
    rule.giveUpAfterMs = nil
    if rule != .init() { job.retry = RetryRules(rule) }
    job.giveUpAtMs = arguments[RetryParameters.giveUpAfter].map { (job.runAtMs ?? nowMs) + $0 }
    job.timeoutMs = arguments[Self.timeout]
    job.keyExpiresAtMs = arguments[Self.uniqueFor].map { nowMs + $0 }
    let result: Enqueued
    do {
      result = try await context.openQueue().enqueue(job)
    } catch let refusal as EnqueueRefusal {
      throw CommandError.failed(Self.wording(refusal, dependencies: "--after"))
    }
    if context.json {
      context.console.out.json(["id": result.id, "created": result.created])
    } else {
      context.console.out.line("\(result.id)")
      if !result.created { context.console.err.line("the job was there already") }
    }
  }

  /// The refusal in the words of the command line.
  private static func wording(_ refusal: EnqueueRefusal, dependencies name: String) -> String {
    refusal.message.replacing("depends_on", with: name)
  }

  private func enqueueBatch(_ file: InputFile, _ context: CommandContext) async throws {
    let (lines, problems) = JobLines.parse(try context.readText(file), name: file.name)
    let isPartial = arguments[Self.partial]
    // A line that is no job decides it already; the others are tried all the same, to tell all at once.
    let mode: BatchMode = isPartial ? .each : problems.isEmpty ? .allOrNone : .trial
    let results = try await context.openQueue().enqueueEach(lines.map(\.job), mode)
    let refusals =
      problems
      + zip(lines, results).compactMap { line, result in
        guard case .failure(let refusal) = result else { return nil }
        return JobLines.Problem(
          number: line.number, message: Self.wording(refusal, dependencies: "after"))
      }
    if !isPartial, refusals.count == 1 {
      throw CommandError.failed(
        "\(file.name):\(refusals[0].number): \(refusals[0].message); nothing was added")
    }
    for refusal in refusals.sorted(by: { $0.number < $1.number }) {
      context.console.err.line("\(file.name):\(refusal.number): \(refusal.message)")
    }
    guard isPartial || refusals.isEmpty else {
      throw CommandError.failed(
        "\(Format.count(refusals.count)) lines are refused; nothing was added (--partial adds the others)"
      )
    }
    report(results.compactMap { try? $0.get() }, refused: refusals.count, context)
    if !refusals.isEmpty {
      throw CommandError.failed("refused \(Format.count(refusals.count)) of the lines")
    }
  }

  private func report(_ results: [Enqueued], refused: Int, _ context: CommandContext) {
    if context.json {
      for result in results {
        context.console.out.json(["id": result.id, "created": result.created])
      }
      return
    }
    let created = results.count { $0.created }
    context.console.out.line(
      "\(Format.count(created)) added, \(Format.count(results.count - created)) there already"
        + (refused > 0 ? ", \(Format.count(refused)) refused" : ""))
  }
}
