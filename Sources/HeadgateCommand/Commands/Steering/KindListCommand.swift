import WorkQueue

/// `headgate kind list`
struct KindListCommand: Command {
  static let spec = CommandSpec(
    "kind list", summary: "the kinds of jobs, with their limits and retry rules",
    examples: [CommandExample("headgate kind list --json", "for another program")])

  init(arguments: ParsedArguments) {}

  func run(_ context: CommandContext) async throws {
    let kinds = try await context.openForReading().kindSettings()
    if context.json {
      for kind in kinds { context.console.out.json(kind.json) }
      return
    }
    var table = Table(.left("KIND"), .right("MAX RUNNING"), .right("TIMEOUT"), .flexible("RETRY"), .left(""))
    for kind in kinds {
      table.add(row: [
        "\(kind.name)", "\(kind.maxRunning.map { Format.count($0) } ?? "–")",
        "\(kind.timeoutMs.map { Format.duration($0) } ?? "–")", "\(kind.retry?.json ?? "–")",
        kind.pausedAtMs == nil ? "" : "\("paused", .warning)",
      ])
    }
    table.print(to: context.console.out)
  }
}

extension KindSettings {
  /// As the columns of the table are named.
  var json: OrderedJSON {
    [
      "name": name, "paused_at": pausedAtMs, "max_running": maxRunning, "timeout_ms": timeoutMs,
      "retry": RawJSON(retry?.json),
    ]
  }
}
