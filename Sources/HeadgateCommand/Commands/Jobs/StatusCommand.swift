import TimeAndChance
import WorkQueue

/// `headgate status`
struct StatusCommand: Command {
  static let spec = CommandSpec(
    "status", summary: "show how many jobs are where, and which workers are alive",
    examples: [CommandExample("headgate status --json", "for another program")])

  /// Tenants that are listed to a person; a program gets all.
  private static let maxTenants = 30

  private static let states: [JobState] = [
    .ready, .running, .scheduled, .blocked, .dead, .succeeded, .cancelled,
  ]

  init(arguments: ParsedArguments) {}

  func run(_ context: CommandContext) async throws {
    let nowMs = context.time.nowMs()
    let store = try context.openForReading()
    var status = try await store.status(atMs: nowMs)
    try await keepThoseThatStay(&status, store, context)
    if context.json { return context.console.out.json(json(status, nowMs: nowMs)) }
    let out = context.console.out
    table("KIND", status.kinds).print(to: out)
    if status.tenants.count > 1 {
      out.line()
      // Those with dead letters first, then those that still have something to do.
      let urgent = status.tenants.enumerated().sorted { one, other in
        (Self.urgency(one.element), one.offset) < (Self.urgency(other.element), other.offset)
      }
      let shown = urgent.prefix(Self.maxTenants).map(\.element)
      table("TENANT", status.tenants.count > Self.maxTenants ? shown : status.tenants).print(to: out)
      if status.tenants.count > Self.maxTenants {
        let more = status.tenants.count - Self.maxTenants
        context.console.err.line("and \(Format.count(more)) more tenants; --json lists them all")
      }
    }
    if !status.kinds.isEmpty { out.line() }
    var fields = Fields()
    fields.add("all", summary(status))
    fields.add("oldest ready", status.oldestReadyAtMs.map { "\(Format.age($0, nowMs: nowMs))" })
    fields.add(
      "paused", status.pausedAtMs.map { "\("everything", .warning), \(Format.age($0, nowMs: nowMs))" })
    let workers = status.workers.map { "\($0.name) (\($0.running) of \($0.concurrency) running)" }
    fields.add("workers", workers.isEmpty ? "none is alive" : "\(workers.joined(separator: ", "))")
    fields.add(
      "locked",
      status.writer.map { writer in
        let who = "process \(writer.processId)" + (writer.program.map { " (\($0))" } ?? "")
        let since =
          writer.lastCommitAtMs.map { "; the last commit was \(Format.age($0, nowMs: nowMs))" } ?? ""
        return "\(who + " holds the write lock, so nobody else can write" + since, .warning)"
      })
    fields.add(
      "log of writes",
      status.readers.isEmpty
        ? nil
        : "\("\(status.logBytes >> 20) MiB, kept from being begun anew by \(Self.names(status.readers)), which reads without an end", .warning)"
    )
    fields.print(to: out)
  }

  private static func names(_ readers: [QueueStatus.Reader]) -> String {
    readers.map { "process \($0.processId)" + ($0.program.map { " (\($0))" } ?? "") }.joined(separator: ", ")
  }

  /// Whoever is at work holds a lock for milliseconds; one that holds it at each of several looks is stuck.
  private func keepThoseThatStay(
    _ status: inout QueueStatus, _ store: SQLiteJobStore, _ context: CommandContext
  ) async throws {
    for _ in 0..<Self.looks where status.writer != nil || !status.readers.isEmpty {
      try await context.time.sleep(ms: Self.lookMs)
      let writer = store.writerNow()
      if writer != status.writer { status.writer = nil }
      let readers = store.readersNow()
      status.readers.removeAll { !readers.contains($0) }
    }
  }

  private static let looks = 5
  private static let lookMs: Int64 = 50

  private static func urgency(_ tenant: QueueStatus.Counts) -> Int {
    if tenant.byState[.dead, default: 0] > 0 { return 0 }
    return [.ready, .running, .scheduled, .blocked].contains { tenant.byState[$0, default: 0] > 0 } ? 1 : 2
  }

  private func summary(_ status: QueueStatus) -> StyledText {
    let parts = Self.states.filter { status.count($0) > 0 }.map { state -> StyledText in
      "\(Format.count(status.count(state))) \(state.rawValue, .state(state.rawValue))"
    }
    return parts.dropFirst().reduce(parts.first ?? "no jobs") { $0 + ", " + $1 }
  }

  private func table(_ title: String, _ counts: [QueueStatus.Counts]) -> Table {
    var table = Table(
      .left(title), .right("READY"), .right("RUNNING"), .right("SCHEDULED"), .right("BLOCKED"),
      .right("DEAD"),
      .right("SUCCEEDED"), .right("CANCELLED"), .left(""))
    for row in counts {
      let cells = Self.states.map { state -> StyledText in
        let count = row.byState[state] ?? 0
        return count == 0 ? "\("–", .dim)" : "\(Format.count(count), state == .dead ? .bad : .plain)"
      }
      table.add(row: ["\(row.name)"] + cells + [row.pausedAtMs == nil ? "" : "\("paused", .warning)"])
    }
    return table
  }

  private func json(_ status: QueueStatus, nowMs: Int64) -> OrderedJSON {
    func counts(_ byState: (JobState) -> Int) -> OrderedJSON {
      .object(Self.states.map { ($0.rawValue, .integer(Int64(byState($0)))) })
    }
    func rows(_ list: [QueueStatus.Counts]) -> [OrderedJSON] {
      list.map { row in
        ["name": row.name, "paused_at": row.pausedAtMs, "states": counts { row.byState[$0] ?? 0 }]
      }
    }
    return [
      "states": counts(status.count), "kinds": rows(status.kinds), "tenants": rows(status.tenants),
      "oldest_ready_age_ms": status.oldestReadyAtMs.map { max(0, nowMs - $0) },
      "paused_at": status.pausedAtMs, "log_bytes": status.logBytes,
      "readers": status.readers.map { reader -> OrderedJSON in
        ["process_id": Int(reader.processId), "program": reader.program]
      },
      "writer": status.writer.map { writer -> OrderedJSON in
        [
          "process_id": Int(writer.processId), "program": writer.program,
          "last_commit_at": writer.lastCommitAtMs,
        ]
      },
      "workers": status.workers.map { worker -> OrderedJSON in
        [
          "id": worker.id, "name": worker.name, "concurrency": worker.concurrency, "running": worker.running,
          "started_at": worker.startedAtMs, "lease_until": worker.leaseUntilMs,
        ]
      },
    ]
  }
}
