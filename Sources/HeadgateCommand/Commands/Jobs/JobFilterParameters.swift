import WorkQueue

/// The options by which commands choose jobs.
enum JobFilterParameters {
  static let state = Option.optional(
    "state", short: "s", .choice(of: JobState.self, "STATE"), "in this state")
  static let tenant = Option.optional("tenant", short: "t", .text("NAME"), "of this tenant")
  static let kind = Option.optional("kind", .text("KIND"), "of this kind")
  static let reason = Option.optional("reason", .text("REASON"), "with this reason, such as throttled")
  static let since = Option.optional(
    "since", .since, "that changed since then: 2h (ago), or 2026-11-22T10:00:00Z")

  static let all: [any Parameter] = [state, tenant, kind, reason, since]

  static func filter(_ arguments: ParsedArguments, ids: [Int64] = []) -> JobFilter {
    JobFilter(
      ids: ids, state: arguments[state], tenant: arguments[tenant], kind: arguments[kind],
      reason: arguments[reason], sinceMs: arguments[since])
  }

  /// Whether any of them was given.
  static func isNarrowed(_ arguments: ParsedArguments) -> Bool {
    [state.definition, tenant.definition, kind.definition, reason.definition, since.definition]
      .contains { arguments.count(of: $0) > 0 }
  }
}
