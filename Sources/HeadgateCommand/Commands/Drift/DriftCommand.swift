import AWSClient
import Headgate

/// `headgate drift`
struct DriftCommand: Command {
  static let tenant = Option.required("tenant", short: "t", .text("NAME"), "whose flows and profiles")
  static let all = Flag("all", "list also what is as it was made")

  static let spec = CommandSpec(
    "drift", summary: "compare what the queue made with what is there now",
    parameters: [tenant, all] + SandboxParameters.all,
    discussion: """
      For each flow and connector profile that a job created or updated: is it still there, and is it what the \
      newest such job wanted? Nothing is changed. Credentials are never given back by AWS, so they are not compared.
      """,
    examples: [CommandExample("headgate drift --tenant acme", "what somebody changed or removed")])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let sandbox = try SandboxParameters.open(arguments, context)
    let connection = if let sandbox { sandbox.connection } else { try await context.connect() }
    let queue = try context.openAppFlow(
      connection: connection, limits: sandbox == nil ? RateLimits() : .none)
    let items = try await queue.drift(ofTenant: arguments[Self.tenant])
    let shown = items.filter { arguments[Self.all] || $0.state != .same }
    if context.json {
      for item in shown { context.console.out.json(Self.json(item)) }
      return
    }
    var table = Table(.left("RESOURCE"), .left("STATE"), .right("JOB"), .flexible("DIFFERENCE"))
    for item in shown {
      let style: Style = item.state == .same ? .good : item.state == .missing ? .bad : .warning
      let changes = item.changes.map {
        "\($0.path): wanted \($0.wanted ?? "nothing"), found \($0.actual ?? "nothing")"
      }
      table.add(
        "\(item.resource)", "\(item.state.rawValue, style)", "\(item.jobId)",
        "\(changes.joined(separator: "; "))")
    }
    table.print(to: context.console.out)
    let drifted = items.count { $0.state != .same }
    context.console.err.line(
      "\(Format.count(items.count)) flows and profiles, \(Format.count(drifted)) not as they were made")
  }

  private static func json(_ item: DriftItem) -> OrderedJSON {
    [
      "resource": item.resource, "state": item.state.rawValue, "job_id": item.jobId,
      "changes": item.changes.map { change -> OrderedJSON in
        ["path": change.path, "wanted": RawJSON(change.wanted), "actual": RawJSON(change.actual)]
      },
    ]
  }
}
