/// Secrets' ARNs. The state's keys are ARNs without the six random characters that AWS adds to each; those are made
/// from the ARN itself here, so that they stay the same.
enum SecretARN {
  static func make(region: String, account: String, name: String) -> String {
    "arn:aws:secretsmanager:\(region):\(account):secret:\(name)"
  }

  static func full(_ arn: String) -> String {
    "\(arn)-\(UUIDText.letters(6, upperCase: false) { StableHash.of(arn) })"
  }

  static func name(_ arn: String) -> String {
    arn.split(separator: ":", maxSplits: 6).last.map(String.init) ?? arn
  }

  /// The state's key for a full ARN, or one without the random characters; nil if there is no such secret.
  static func find(_ arn: String, _ state: SandboxState) -> String? {
    if state.secrets[arn] != nil { return arn }
    let partial = String(arn.dropLast(7))
    return state.secrets[partial] != nil && full(partial) == arn ? partial : nil
  }

  static func isIn(_ arn: String, region: String, account: String) -> Bool {
    arn.hasPrefix("arn:aws:secretsmanager:\(region):\(account):")
  }
}
