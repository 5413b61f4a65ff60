import Headgate
import TimeAndChance
import WorkQueue

/// `headgate schedule add`
struct ScheduleAddCommand: Command {
  static let name = Argument.required("NAME", .text("NAME"), "the schedule's name")
  static let tenant = Option.required("tenant", short: "t", .text("NAME"), "whose jobs they are")
  static let kind = Option.required("kind", .text("KIND"), "what they do")
  static let payload = Option.optional("payload", short: "p", .inputFile(), "their payload; else {}")
  static let cron = Option.optional(
    "cron", .text("EXPRESSION"), "minute hour day month weekday, such as '*/30 * * * *'")
  static let zone = Option.withDefault(
    "tz", .text("ZONE"), default: "UTC", "the zone in which --cron is meant")
  static let every = Option.optional(
    "every", .durationMs, "instead of --cron: the length of a period, such as 45m")
  static let jitter = Option.withDefault(
    "jitter", .fraction, default: "0%", "the part of a period by which a run may be late, by chance")
  static let missed = Option.withDefault(
    "missed", .choice(of: MissedRuns.self, "POLICY"), default: "once",
    "periods in which no worker ran: skip them, make up for them once, or for all")
  static let priority = Option.withDefault("priority", .integer(-1000...1000), default: "0", "of its jobs")
  static let replace = Flag("replace", "change the schedule of this name if there is one")

  static let spec = CommandSpec(
    "schedule add", summary: "enqueue a job again and again",
    parameters: [name, tenant, kind, payload, cron, zone, every, jitter, missed, priority, replace],
    usage: ["NAME --tenant NAME --kind KIND (--cron EXPRESSION [--tz ZONE] | --every DURATION)"],
    discussion: """
      Workers enqueue one job for each period, however many they are, with the key schedule/NAME/PERIOD. Where the \
      clock changes, an expression whose hour begins with * follows real time; one with fixed hours runs once at a time \
      that comes twice, and at the jump for a time that is skipped. A job that is still unfinished when the next \
      period begins goes before the next one, if they concern the same resource.
      """,
    examples: [
      CommandExample(
        "headgate schedule add nightly --tenant acme --kind start-flow --payload start.json --cron '30 2 * * *' --tz Europe/Berlin",
        "a flow that runs on demand, every night"),
      CommandExample(
        "headgate schedule add acme-token --tenant acme --kind refresh-connector-profile --payload token.json --every 45m --jitter 10%",
        "a token that lives for an hour and a half"),
    ])

  let arguments: ParsedArguments

  init(arguments: ParsedArguments) throws {
    self.arguments = arguments
    guard (arguments[Self.cron] == nil) != (arguments[Self.every] == nil) else {
      throw CommandError.usage("say when: either --cron or --every")
    }
    if arguments[Self.every] != nil, arguments.wasGiven(Self.zone) {
      throw CommandError.usage("--tz goes with --cron")
    }
  }

  func run(_ context: CommandContext) async throws {
    let wanted = Schedule(
      name: arguments[Self.name], tenant: arguments[Self.tenant], kind: arguments[Self.kind],
      payload: try arguments[Self.payload].map { try context.readText($0) } ?? "{}",
      cron: arguments[Self.cron],
      timeZone: arguments[Self.zone], everyMs: arguments[Self.every], jitter: arguments[Self.jitter],
      missed: arguments[Self.missed], priority: arguments[Self.priority])
    let queue = try context.openQueue()
    let before = try await queue.schedules().first { $0.name == wanted.name }
    if let before, !arguments[Self.replace] {
      let differences = before.differences(from: wanted)
      guard differences.isEmpty else {
        throw CommandError.failed(
          "there is a schedule '\(wanted.name)' already, with another \(differences.joined(separator: ", "))",
          hint: "--replace changes it")
      }
    } else {
      do {
        try await queue.save(wanted)
      } catch let error as ScheduleError {
        throw CommandError.failed(error.description)
      } catch let refusal as EnqueueRefusal {
        throw CommandError.failed(refusal.message)
      }
    }
    let saved = try await queue.schedules().first { $0.name == wanted.name } ?? wanted
    if context.json {
      context.console.out.json(saved.json)
    } else {
      let next = saved.nextAtMs.map { "; next at \(Format.timestamp($0))" } ?? ""
      context.console.out.line("\(before == nil ? "added" : "kept") schedule \(saved.name)\(next)")
    }
  }
}

extension Schedule {
  /// The names of what the other one has differently, as the options are called.
  func differences(from other: Schedule) -> [String] {
    [
      ("tenant", tenant == other.tenant), ("kind", kind == other.kind), ("payload", payload == other.payload),
      ("cron", cron == other.cron), ("tz", timeZone == other.timeZone), ("every", everyMs == other.everyMs),
      ("jitter", jitter == other.jitter), ("missed", missed == other.missed),
      ("priority", priority == other.priority),
    ].filter { !$0.1 }.map(\.0)
  }

  /// As the columns of the table are named.
  var json: OrderedJSON {
    [
      "name": name, "tenant": tenant, "kind": kind, "payload": RawJSON(payload), "cron": cron,
      "time_zone": timeZone, "every_ms": everyMs, "jitter": jitter, "missed": missed.rawValue,
      "priority": priority, "next_at": nextAtMs, "paused_at": pausedAtMs, "last_job_id": lastJobId,
      "problem": problem,
    ]
  }
}
