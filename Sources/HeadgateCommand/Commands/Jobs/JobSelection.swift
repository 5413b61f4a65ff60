import WorkQueue

/// The jobs that an operator's command is about: given by ids, or by conditions with `--all`.
struct JobSelection {
  static let ids = Argument.repeated("ID", .jobID, "these jobs")
  /// More than this at once would hold the database's lock for seconds.
  private static let maxJobs = 100_000

  /// The states in which the command can do something, the usual one first.
  let states: [JobState]
  /// `replayed`: completes "only dead jobs can be …".
  let verb: String

  func check(_ arguments: ParsedArguments, all: Flag) throws(CommandError) {
    let ids = arguments[Self.ids]
    if ids.isEmpty, !arguments[all] {
      throw CommandError.usage("say which: ids, or --all with the conditions that the jobs must pass")
    }
    if !ids.isEmpty, arguments[all] || JobFilterParameters.isNarrowed(arguments) {
      throw CommandError.usage("give ids, or --all with conditions, but not both")
    }
    if let state = arguments[JobFilterParameters.state], !states.contains(state) {
      throw CommandError.usage("only \(words) jobs can be \(verb), not \(state.rawValue) ones")
    }
  }

  /// - Parameter isDryRun: looks at the states of given ids, as the command itself would: a dry run must not promise
  ///   more.
  func chosen(_ arguments: ParsedArguments, _ queue: JobQueue, isDryRun: Bool) async throws -> [Int64] {
    let given = arguments[Self.ids]
    guard given.isEmpty else {
      if isDryRun { try await checkStates(of: given, queue) }
      return given
    }
    var ids: [Int64] = []
    for state in arguments[JobFilterParameters.state].map({ [$0] }) ?? usual {
      var filter = JobFilterParameters.filter(arguments)
      filter.state = state
      ids += try await queue.store.ids(filter, limit: Self.maxJobs + 1 - ids.count)
      guard ids.count <= Self.maxJobs else {
        throw CommandError.failed("more than \(Format.count(Self.maxJobs)) jobs pass; narrow the conditions")
      }
    }
    return ids.sorted()
  }

  func checkStates(of ids: [Int64], _ queue: JobQueue) async throws {
    for id in ids {
      guard let job = try await queue.job(id: id) else { throw CommandError.failed("there is no job \(id)") }
      guard states.contains(job.state) else {
        throw CommandError.failed("job \(id) is \(job.state.rawValue); only \(words) jobs can be \(verb)")
      }
    }
  }

  /// A replay without a state means the dead; a cancellation means all that it can cancel.
  private var usual: [JobState] { verb == "replayed" ? [states[0]] : states }

  private var words: String {
    let names = states.map(\.rawValue)
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
