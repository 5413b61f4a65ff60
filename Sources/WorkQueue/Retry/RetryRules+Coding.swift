import FoundationEssentials

extension RetryRules: Codable {
  fileprivate struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  /// As `init(parsing:)`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    general = try Rule(container, place: "", besides: ["reasons"])
    reasons = [:]
    guard container.contains(Name("reasons")) else { return }
    let rules = try container.nestedContainer(keyedBy: Name.self, forKey: Name("reasons"))
    for reason in rules.allKeys {
      let rule = try rules.nestedContainer(keyedBy: Name.self, forKey: reason)
      reasons[reason.stringValue] = try Rule(rule, place: "reasons.\(reason.stringValue).", besides: [])
    }
  }

  /// As `json`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    try general.encode(to: &container)
    guard !reasons.isEmpty else { return }
    var rules = container.nestedContainer(keyedBy: Name.self, forKey: Name("reasons"))
    for (reason, rule) in reasons {
      var own = rules.nestedContainer(keyedBy: Name.self, forKey: Name(reason))
      try rule.encode(to: &own)
    }
  }
}

extension RetryRules.Rule {
  private static let names = ["maxAttempts", "baseMs", "capMs", "jitter", "giveUpAfterMs"]

  fileprivate init(
    _ container: KeyedDecodingContainer<RetryRules.Name>, place: String, besides others: [String]
  ) throws {
    for key in container.allKeys where !(Self.names + others).contains(key.stringValue) {
      throw RetryRulesError(
        "\(place)\(key.stringValue) is not known; expected \((Self.names + others).joined(separator: ", "))")
    }
    func value<T: Decodable & Comparable>(_ name: String, _ range: ClosedRange<T>, _ expected: String) throws
      -> T?
    {
      let key = RetryRules.Name(name)
      guard container.contains(key), try !container.decodeNil(forKey: key) else { return nil }
      guard let value = try? container.decode(T.self, forKey: key), range.contains(value) else {
        throw RetryRulesError("\(place)\(name): expected \(expected)")
      }
      return value
    }
    self.init(
      maxAttempts: try value("maxAttempts", 1...1_000_000, "a whole number from 1"),
      baseMs: try value("baseMs", 0...QueueLimits.maxRetryMs, "milliseconds, from 0 to a year"),
      capMs: try value("capMs", 0...QueueLimits.maxRetryMs, "milliseconds, from 0 to a year"),
      jitter: try value("jitter", 0...1, "a number from 0 to 1"),
      giveUpAfterMs: try value("giveUpAfterMs", 1...QueueLimits.maxRetryMs, "milliseconds, from 1 to a year"))
  }

  fileprivate func encode(to container: inout KeyedEncodingContainer<RetryRules.Name>) throws {
    try container.encodeIfPresent(maxAttempts, forKey: RetryRules.Name("maxAttempts"))
    try container.encodeIfPresent(baseMs, forKey: RetryRules.Name("baseMs"))
    try container.encodeIfPresent(capMs, forKey: RetryRules.Name("capMs"))
    try container.encodeIfPresent(jitter, forKey: RetryRules.Name("jitter"))
    try container.encodeIfPresent(giveUpAfterMs, forKey: RetryRules.Name("giveUpAfterMs"))
  }

  /// This rule, and where it decides nothing, another one.
  func or(_ other: RetryRules.Rule?) -> RetryRules.Rule {
    guard let other else { return self }
    return RetryRules.Rule(
      maxAttempts: maxAttempts ?? other.maxAttempts, baseMs: baseMs ?? other.baseMs,
      capMs: capMs ?? other.capMs,
      jitter: jitter ?? other.jitter, giveUpAfterMs: giveUpAfterMs ?? other.giveUpAfterMs)
  }
}
