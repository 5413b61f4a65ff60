import TimeAndChance
import WorkQueue

/// `headgate schedule list`
struct ScheduleListCommand: Command {
  static let spec = CommandSpec(
    "schedule list", summary: "the schedules, and when each is next",
    examples: [CommandExample("headgate schedule list --json", "for another program")])

  init(arguments: ParsedArguments) {}

  func run(_ context: CommandContext) async throws {
    let schedules = try await context.openForReading().schedules()
    if context.json {
      for schedule in schedules { context.console.out.json(schedule.json) }
      return
    }
    let nowMs = context.time.nowMs()
    var table = Table(
      .left("NAME"), .left("TENANT"), .left("KIND"), .left("WHEN"), .left("NEXT"), .flexible("LAST"))
    for schedule in schedules {
      table.add(row: [
        "\(schedule.name)", "\(schedule.tenant)", "\(schedule.kind)", "\(schedule.when)",
        Self.next(schedule, nowMs: nowMs), "\(schedule.lastJobId.map { "job \($0)" } ?? "–")",
      ])
    }
    table.print(to: context.console.out)
    for schedule in schedules {
      guard let problem = schedule.problem else { continue }
      context.console.err.line("\(schedule.name): \(problem)")
    }
  }

  private static func next(_ schedule: Schedule, nowMs: Int64) -> StyledText {
    if schedule.problem != nil { return "\("never", .bad)" }
    if schedule.pausedAtMs != nil { return "\("paused", .warning)" }
    guard let nextAtMs = schedule.nextAtMs else { return "when a worker looks" }
    return "\(Format.timestamp(nextAtMs)) (\(Format.age(nextAtMs, nowMs: nowMs)))"
  }
}

extension Schedule {
  /// `30 2 * * * Europe/Berlin`, `every 45 m`.
  var when: String {
    if let cron { return timeZone == "UTC" ? cron : "\(cron) \(timeZone)" }
    return "every \(Format.duration(everyMs ?? 0))"
  }
}
