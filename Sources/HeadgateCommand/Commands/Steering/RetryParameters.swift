import WorkQueue

/// How a job or a kind is retried, as options.
enum RetryParameters {
  static let maxAttempts = Option.optional(
    "max-attempts", .integer(1...1_000_000), "attempts before a job is dead")
  static let base = Option.optional("retry-base", .durationMs, "upper bound of the first delay")
  static let cap = Option.optional("retry-cap", .durationMs, "upper bound of every delay")
  static let jitter = Option.optional(
    "jitter", .fraction, "the part of a delay that chance decides: 0% to 100%")
  static let giveUpAfter = Option.optional(
    "give-up-after", .durationMs, "no attempt later than this after the start or the replay")
  static let reason = Option.optional(
    "reason", .text("REASON"), "only for attempts that failed for this reason")
  static let clear = Flag("clear", "first forget the retry rules that are set")

  static let options: [any Parameter] = [maxAttempts, base, cap, jitter, giveUpAfter]

  /// The rules with what was given; nil if nothing is decided any more.
  static func apply(_ arguments: ParsedArguments, to rules: RetryRules?) throws(CommandError) -> RetryRules? {
    var rules = arguments[clear] ? RetryRules() : rules ?? RetryRules()
    if let reason = arguments[reason] {
      rules.reasons[reason] = change(rules.reasons[reason] ?? .init(), arguments)
    } else {
      rules.general = change(rules.general, arguments)
    }
    do {
      // What the database would not take back is refused before it is written.
      rules = try RetryRules(parsing: rules.json)
    } catch {
      throw CommandError.usage("\(error)")
    }
    return rules == RetryRules() ? nil : rules
  }

  static func change(_ rule: RetryRules.Rule, _ arguments: ParsedArguments) -> RetryRules.Rule {
    RetryRules.Rule(
      maxAttempts: arguments[maxAttempts] ?? rule.maxAttempts, baseMs: arguments[base] ?? rule.baseMs,
      capMs: arguments[cap] ?? rule.capMs, jitter: arguments[jitter] ?? rule.jitter,
      giveUpAfterMs: arguments[giveUpAfter] ?? rule.giveUpAfterMs)
  }
}
