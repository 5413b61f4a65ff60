import FoundationEssentials

/// How the attempts of a job, or of all jobs of a kind, follow one another: what `jobs.retry` and `kinds.retry` hold
/// as a JSON object, such as
///
///     {"baseMs": 1000, "capMs": 60000, "jitter": 0.5, "giveUpAfterMs": 86400000,
///      "reasons": {"throttled": {"baseMs": 30000}, "conflict": {"maxAttempts": 3}}}
///
/// What is left out is decided by the next in line: the job's rule for the reason, the kind's rule for the reason, the
/// job's own, the kind's own, the operation, the worker.
public struct RetryRules: Sendable, Equatable {
  /// One rule; nil: the next in line decides.
  public struct Rule: Sendable, Equatable {
    /// Attempts before the job is dead; under a reason, attempts that failed for it.
    public var maxAttempts: Int?
    /// The first delay's upper bound, in milliseconds.
    public var baseMs: Int64?
    /// Every delay's upper bound, in milliseconds.
    public var capMs: Int64?
    /// The part of a delay that chance decides: 0 none of it, 1 all of it.
    public var jitter: Double?
    /// No attempt begins later than this after the job was enqueued or replayed, in milliseconds.
    public var giveUpAfterMs: Int64?

    /// A rule that decides nothing, unless it is given something.
    public init(
      maxAttempts: Int? = nil, baseMs: Int64? = nil, capMs: Int64? = nil, jitter: Double? = nil,
      giveUpAfterMs: Int64? = nil
    ) {
      self.maxAttempts = maxAttempts
      self.baseMs = baseMs
      self.capMs = capMs
      self.jitter = jitter
      self.giveUpAfterMs = giveUpAfterMs
    }
  }

  /// For every reason.
  public var general: Rule
  /// For one reason each.
  public var reasons: [String: Rule]

  /// Rules that decide nothing, unless they are given something.
  public init(_ general: Rule = Rule(), reasons: [String: Rule] = [:]) {
    self.general = general
    self.reasons = reasons
  }

  /// From JSON.
  ///
  /// - Throws: `RetryRulesError`: a name that is not known, a value that makes no sense.
  public init(parsing json: String) throws {
    do {
      self = try JSONDecoder().decode(RetryRules.self, from: Data(json.utf8))
    } catch let error as RetryRulesError {
      throw error
    } catch {
      throw RetryRulesError("expected a JSON object such as {\"baseMs\":1000,\"capMs\":60000}")
    }
  }

  /// As JSON, the members in alphabetical order.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let data = try? encoder.encode(self)
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
