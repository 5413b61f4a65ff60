import TimeAndChance
import WorkQueue

/// `headgate schedule show`
struct ScheduleShowCommand: Command {
  static let name = Argument.required("NAME", .text("NAME"), "the schedule")
  static let count = Option.withDefault(
    "count", .integer(1...1000), default: "5", "how many of its next runs are shown")

  static let spec = CommandSpec(
    "schedule show", summary: "one schedule, and its next runs", parameters: [name, count],
    examples: [CommandExample("headgate schedule show nightly", "the next five")])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let name = arguments[Self.name]
    let store = try context.openForReading()
    guard let schedule = try await store.schedules().first(where: { $0.name == name }) else {
      throw CommandError.failed("there is no schedule '\(name)'", hint: "`headgate schedule list` shows all")
    }
    let runs = (try? schedule.nextRuns(arguments[Self.count], afterMs: context.time.nowMs())) ?? []
    if context.json { return context.console.out.json(schedule.json.adding("next_runs", runs)) }
    var fields = Fields()
    fields.add("schedule", "\(schedule.name)")
    fields.add("tenant", "\(schedule.tenant)")
    fields.add("kind", "\(schedule.kind)")
    fields.add("payload", "\(schedule.payload)")
    fields.add("when", "\(schedule.when)")
    fields.add(
      "jitter", schedule.jitter > 0 ? "up to \(Int((schedule.jitter * 100).rounded())) % of a period" : nil)
    fields.add("missed", "\(schedule.missed.rawValue)")
    fields.add("last job", schedule.lastJobId.map { "\($0)" })
    fields.add("paused", schedule.pausedAtMs.map { "since \(Format.timestamp($0))" })
    fields.add("problem", schedule.problem.map { "\($0, .bad)" })
    for (place, run) in runs.enumerated() { fields.add(place == 0 ? "next" : "", "\(Format.timestamp(run))") }
    fields.print(to: context.console.out)
  }
}
