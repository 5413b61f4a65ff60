import WorkQueue

/// What `pause` and `resume` share: what is held up or let go on.
enum PauseParameters {
  static let tenant = Option.optional("tenant", short: "t", .text("NAME"), "one tenant's jobs")
  static let kind = Option.optional("kind", .text("KIND"), "the jobs of one kind")
  static let all = Flag("all", "everything")

  static let options: [any Parameter] = [tenant, kind, all]

  static func scope(_ arguments: ParsedArguments) throws(CommandError) -> PauseScope {
    let scopes = [
      arguments[tenant].map { PauseScope.tenant($0) }, arguments[kind].map { PauseScope.kind($0) },
      arguments[all] ? .everything : nil,
    ].compactMap { $0 }
    guard scopes.count == 1 else {
      throw CommandError.usage("say what: one of --tenant NAME, --kind KIND and --all")
    }
    return scopes[0]
  }

  static func report(_ changed: Bool, _ scope: PauseScope, isPaused: Bool, _ context: CommandContext) {
    let word = isPaused ? "paused" : "resumed"
    if context.json {
      context.console.out.json(["changed": changed, "paused": isPaused])
    } else {
      context.console.out.line(
        changed
          ? "\(word) \(scope.words)" : "\(scope.words) \(isPaused ? "is paused already" : "is not paused")")
    }
  }
}

extension PauseScope {
  /// `tenant acme`, `kind start-flow`, `everything`.
  var words: String {
    switch self {
    case .tenant(let name): "tenant \(name)"
    case .kind(let name): "kind \(name)"
    case .everything: "everything"
    }
  }
}
