import AWSClient
import AWSSandbox
import Glibc
import Headgate
import TimeAndChance
import WorkQueue

/// `headgate work`
struct WorkCommand: Command {
  static let concurrency = Option.withDefault(
    "concurrency", short: "c", .integer(1...10_000), default: "64", "jobs in flight at the most")
  static let drain = Flag("drain", "end when nothing can run any more, waiting for what is to be tried again")
  static let retryBase = Option.withDefault(
    "retry-base", .durationMs, default: "5s", "upper bound of the first delay before another attempt")
  static let retryCap = Option.withDefault(
    "retry-cap", .durationMs, default: "10m", "upper bound of every delay")
  static let lease = Option.withDefault(
    "lease", .durationMs, default: "15s", "how long after this worker's death others take its jobs")
  static let attemptTimeout = Option.withDefault(
    "attempt-timeout", .durationMs, default: "10m", "how long one attempt may take")
  static let grace = Option.withDefault(
    "grace", .durationMs, default: "30s", "how long running jobs may go on after SIGTERM")

  static let limitWrites = Option.withDefault(
    "limit-writes", .ratePerSecond, default: "1/s",
    "AppFlow calls that change something, per account and Region, to start with; 0: no limit")
  static let limitReads = Option.withDefault(
    "limit-reads", .ratePerSecond, default: "5/s", "AppFlow calls that look, likewise")

  static let spec = CommandSpec(
    "work", summary: "carry out jobs until told to stop",
    parameters: [
      concurrency, drain, retryBase, retryCap, lease, attemptTimeout, grace, limitWrites, limitReads,
    ]
      + SandboxParameters.all,
    discussion: """
      SIGTERM or SIGINT: nothing more is claimed, what runs may finish within the grace, the rest goes back to \
      ready without having counted as an attempt, and the command exits with 0. A second signal ends it at once.

      AppFlow's API rates are not published and belong to the account and Region: calls start at the given \
      rates, slow down when AWS throttles them, and recover. A job whose turn is far off is put back. With \
      --sandbox there are no limits unless they are given.

      Credentials and Region come from AWS's own variables. Any number of workers may share a database.
      """,
    examples: [
      CommandExample("headgate work", "a worker"),
      CommandExample("headgate work --drain --json", "all there is to do, then a summary"),
    ])

  let arguments: ParsedArguments

  init(arguments: ParsedArguments) throws {
    self.arguments = arguments
    guard arguments[Self.retryBase] <= arguments[Self.retryCap] else {
      throw CommandError.usage("--retry-base is longer than --retry-cap")
    }
    guard arguments[Self.lease] >= 1_000 else {
      throw CommandError.usage("--lease is too short to be kept: at least 1s")
    }
  }

  func run(_ context: CommandContext) async throws {
    let sandbox = try SandboxParameters.open(arguments, context)
    // Without credentials every job would be dead at once, for a mistake that is not its own.
    let connection = if let sandbox { sandbox.connection } else { try await context.connect() }
    let queue = try context.openQueue(
      connection: connection, limits: limits(sandboxed: sandbox != nil))
    let report = try WorkReport(
      context, unfinished: try await unfinished(queue), showsProgress: arguments[Self.drain])
    let worker = queue.worker(options) { report.note($0) }
    let signals = StopSignals { Task { await worker.stop() } }
    defer { signals.end() }
    let summary: WorkerSummary
    do {
      summary = try await worker.run()
    } catch {
      report.finish()
      try sandbox?.save()
      throw error
    }
    report.finish()
    try sandbox?.save()
    try await print(summary, queue, context)
  }

  /// The simulated AWS has no rates of its own: there they hold only if they are asked for.
  private func limits(sandboxed: Bool) -> RateLimits {
    if sandboxed, !arguments.wasGiven(Self.limitWrites), !arguments.wasGiven(Self.limitReads) { return .none }
    return RateLimits(
      writesPerSecond: arguments[Self.limitWrites], readsPerSecond: arguments[Self.limitReads])
  }

  private var options: WorkerOptions {
    WorkerOptions(
      concurrency: arguments[Self.concurrency], drain: arguments[Self.drain],
      retry: RetryPolicy(baseMs: arguments[Self.retryBase], capMs: arguments[Self.retryCap]),
      leaseMs: arguments[Self.lease], attemptTimeoutMs: arguments[Self.attemptTimeout],
      graceMs: arguments[Self.grace], name: Self.workerName)
  }

  /// `host:process`
  private static var workerName: String {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return "\(host):\(getpid())"
  }

  private func unfinished(_ queue: JobQueue) async throws -> Int {
    let status = try await queue.status()
    return [.blocked, .scheduled, .ready, .running].reduce(0) { $0 + status.count($1) }
  }

  private func print(_ summary: WorkerSummary, _ queue: JobQueue, _ context: CommandContext) async throws {
    func count(_ state: JobState) -> Int { summary.settled[state] ?? 0 }
    let left = try await unfinished(queue)
    let dead = try await queue.status().count(.dead)
    if context.json {
      context.console.out.json([
        "succeeded": count(.succeeded), "dead": count(.dead), "cancelled": count(.cancelled),
        "retried": count(.scheduled), "released": count(.ready), "stale": summary.stale, "unfinished": left,
        "dead_letters": dead,
      ])
      return
    }
    var line: StyledText = "\(Format.count(count(.succeeded))) succeeded"
    line += ", \(Format.count(count(.dead)), count(.dead) > 0 ? .bad : .plain) dead"
    line += ", \(Format.count(count(.scheduled))) attempts to be repeated"
    context.console.out.line(line)
    let nowMs = context.time.nowMs()
    for left in try await queue.left() { context.console.err.line("left: \(left.sentence(nowMs: nowMs))") }
  }
}

extension LeftJobs {
  /// `3 dead letters: headgate jobs --state dead`.
  fileprivate func sentence(nowMs: Int64) -> String {
    let number = Format.count(count)
    switch cause {
    case .dead:
      return
        "\(number) dead \(count == 1 ? "letter" : "letters"), to be replayed or discarded: `headgate jobs --state dead`"
    case .blocked: return "\(number) blocked behind what is left: `headgate why ID`"
    case .paused: return "\(number) of what is paused: `headgate resume`"
    case .ready: return "\(number) ready"
    case .time(let reason, let firstAtMs):
      return "\(number) scheduled\(reason.map { " because of \($0)" } ?? ""), the first "
        + "\(Format.age(firstAtMs, nowMs: nowMs))"
    }
  }
}
