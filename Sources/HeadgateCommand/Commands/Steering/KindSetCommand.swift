import WorkQueue

/// `headgate kind set`
struct KindSetCommand: Command {
  static let name = Argument.required("KIND", .text("KIND"), "the kind")
  static let maxRunning = Option.optional(
    "max-running", .integer(0...1_000_000), "jobs of the kind that run at the same time, in all; 0: no limit")
  static let timeout = Option.optional(
    "timeout", .durationMs, "how long one attempt may take; 0s: as the worker has it")

  static let spec = CommandSpec(
    "kind set", summary: "limit a kind, or change how it is retried",
    parameters: [name, maxRunning, timeout] + RetryParameters.options + [
      RetryParameters.reason, RetryParameters.clear,
    ],
    discussion: """
      It holds for the next attempts of all jobs of the kind, but for what a job says itself. With --reason the retry \
      options are for attempts that failed for that reason.
      """,
    examples: [
      CommandExample("headgate kind set create-flow --max-running 20", "not more than 20 at once"),
      CommandExample(
        "headgate kind set create-flow --reason throttled --retry-base 30s --max-attempts 50",
        "more patience when AppFlow throttles"),
    ])

  let arguments: ParsedArguments

  init(arguments: ParsedArguments) throws {
    self.arguments = arguments
    let changes: [any Parameter] =
      [Self.maxRunning, Self.timeout, RetryParameters.clear] + RetryParameters.options
    guard changes.contains(where: { arguments.wasGiven($0) }) else {
      throw CommandError.usage("nothing to change is given; name a setting such as --max-running")
    }
  }

  func run(_ context: CommandContext) async throws {
    let queue = try context.openQueue()
    let name = arguments[Self.name]
    let before = try await queue.kindSettings().first { $0.name == name } ?? KindSettings(name: name)
    var settings = before
    if let limit = arguments[Self.maxRunning] { settings.maxRunning = limit == 0 ? nil : limit }
    if let timeout = arguments[Self.timeout] { settings.timeoutMs = timeout == 0 ? nil : timeout }
    settings.retry = try RetryParameters.apply(arguments, to: settings.retry)
    try await queue.save(settings)
    if context.json {
      context.console.out.json(settings.json.adding("changed", settings != before))
    } else {
      context.console.out.line(settings == before ? "kind \(name) is so already" : "changed kind \(name)")
    }
  }
}
