import WorkQueue

/// What `cancel` and `discard` share: the same change, for jobs in other states.
enum CancellationReport {
  static func run(
    _ selection: JobSelection, _ arguments: ParsedArguments, cascade: Flag, dryRun: Flag, verb: String,
    _ context: CommandContext
  ) async throws {
    let queue = try context.openQueue()
    let ids = try await selection.chosen(arguments, queue, isDryRun: true)
    var done = Cancellation()
    if !arguments[dryRun], !ids.isEmpty {
      done = try await queue.cancel(ids, cascade: arguments[cascade])
    }
    if context.json {
      context.console.out.json([
        "cancelled": done.cancelled, "stopping": done.stopping, "chosen": ids, "dry_run": arguments[dryRun],
      ])
    } else if arguments[dryRun] {
      context.console.out.line("would \(verb) \(Format.count(ids.count)) \(ids.count == 1 ? "job" : "jobs")")
    } else {
      let count = done.cancelled.count
      context.console.out.line("\(selection.verb) \(Format.count(count)) \(count == 1 ? "job" : "jobs")")
      if !done.stopping.isEmpty {
        context.console.out.line(
          "asked \(Format.count(done.stopping.count)) running \(done.stopping.count == 1 ? "job" : "jobs") to stop"
        )
      }
    }
  }
}
