import Headgate
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
  static let maxAttempts = Option.optional(
    "max-attempts", .integer(1...1000), "attempts before it is dead; else as its kind has it")
  static let after = Option.repeated("after", .jobID, "a job that must be finished first")
  static let batch = Option.optional(
    "batch", .inputFile("FILE.jsonl"), "many jobs, one JSON object a line: all of them or none")

  static let spec = CommandSpec(
    "enqueue", summary: "add a job, or many",
    parameters: [kind, tenant, key, payload, runAt, priority, maxAttempts, after, batch],
    usage: ["KIND --tenant NAME --key KEY [options]", "--batch FILE.jsonl"],
    discussion: """
      Prints the job's id. If a job with this key and payload is there already, its id is printed and nothing is \
      added; with another payload the key is refused.

      A line of a batch has the members tenant, kind, key and payload, and if need be after (a list of ids or of \
      keys of the same tenant), priority, run_at (Unix milliseconds) and max_attempts.
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
      let others: [any Parameter] = [
        Self.kind, Self.tenant, Self.key, Self.payload, Self.runAt, Self.priority, Self.maxAttempts,
        Self.after,
      ]
      guard !others.contains(where: { arguments.wasGiven($0) }) else {
        throw CommandError.usage("--batch goes alone: the file says what each job is")
      }
    } else {
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
    let job = NewJob(
      tenant: arguments[Self.tenant] ?? "", kind: arguments[Self.kind] ?? "",
      idempotencyKey: arguments[Self.key] ?? "", payload: payload,
      dependsOn: arguments[Self.after].map { .job($0) }, priority: arguments[Self.priority],
      runAtMs: arguments[Self.runAt], maxAttempts: arguments[Self.maxAttempts])
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
    let lines = try JobLines.parse(try context.readText(file), name: file.name)
    let results: [Enqueued]
    do {
      results = try await context.openQueue().enqueue(lines.map(\.job))
    } catch let refusal as EnqueueRefusal {
      throw CommandError.failed(
        "\(file.name):\(lines[refusal.index].number): \(Self.wording(refusal, dependencies: "after")); nothing was added"
      )
    }
    if context.json {
      for result in results {
        context.console.out.json(["id": result.id, "created": result.created])
      }
      return
    }
    let created = results.count { $0.created }
    context.console.out.line(
      "\(Format.count(created)) added, \(Format.count(results.count - created)) there already")
  }
}
