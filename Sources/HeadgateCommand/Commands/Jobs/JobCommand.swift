import Headgate
import TimeAndChance
import WorkQueue

/// `headgate job`
struct JobCommand: Command {
  static let id = Argument.required("ID", .jobID, "the job")

  static let spec = CommandSpec(
    "job", summary: "show one job with its attempts and calls", parameters: [id],
    examples: [CommandExample("headgate job 42 --json", "the row, and its log as a list")])

  /// Rows of its log that are shown: the newest.
  private static let maxLogRows = 500

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let store = try context.openForReading()
    let id = arguments[Self.id]
    guard let job = try await store.job(id: id) else {
      throw CommandError.failed("there is no job \(id)", hint: "`headgate jobs` lists them")
    }
    let log = try await store.log(LogFilter(jobId: id), afterId: nil, limit: Self.maxLogRows)
    if context.json { return context.console.out.json(job.json.adding("log", log.map(\.json))) }
    let out = context.console.out
    describe(job, nowMs: context.time.nowMs()).print(to: out)
    out.line()
    LogTable.table(log, withJob: false).print(to: out)
  }

  private func describe(_ job: Job, nowMs: Int64) -> Fields {
    var fields = Fields()
    fields.add("job", "\(job.id)")
    fields.add("state", "\(job.state.rawValue, .state(job.state.rawValue))")
    fields.add("tenant", "\(job.tenant)")
    fields.add("kind", "\(job.kind)")
    fields.add("key", "\(job.idempotencyKey)")
    fields.add("resource", job.resource.map { "\($0)" })
    fields.add("attempt", "\(job.attempt) of \(job.maxAttempts)")
    fields.add("waits for", job.waitsFor > 0 ? "\(job.waitsFor) unfinished jobs" : nil)
    fields.add(
      "next attempt",
      job.state == .scheduled
        ? "\(Format.timestamp(job.runAtMs)) (\(Format.age(job.runAtMs, nowMs: nowMs)))" : nil)
    fields.add("deadline", job.giveUpAtMs.map { "\(Format.timestamp($0)) (\(Format.age($0, nowMs: nowMs)))" })
    fields.add("time-out", job.timeoutMs.map { "\(Format.duration($0)) an attempt" })
    fields.add("retry", job.retry.map { "\($0)" })
    fields.add("failures", job.failures.map { "\($0)" })
    fields.add("reason", job.reason.map { "\($0, .bad)" })
    fields.add("error", job.lastError.map { "\($0)" })
    fields.add("advice", job.reason.flatMap(Advice.forReason).map { "\($0)" })
    fields.add("result", job.result.map { "\($0)" })
    fields.add("payload", "\(job.payload)")
    fields.add("created", "\(Format.timestamp(job.createdAtMs))")
    fields.add("finished", job.finishedAtMs.map { "\(Format.timestamp($0))" })
    return fields
  }
}
