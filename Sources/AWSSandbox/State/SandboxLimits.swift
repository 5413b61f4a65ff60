/// Every bound of the sandbox, in one place.
enum SandboxLimits {
  static let maxJournalEntries = 500_000
  static let maxExecutionsPerFlow = 1_000
  /// When a Region remembers more client tokens than this, those that expired are forgotten.
  static let rememberedTokensBeforePurge = 4_096
  /// When there are more sessions than this, those that expired are forgotten.
  static let sessionsBeforePurge = 4_096
  static let clientTokenLifeMs: Int64 = 8 * 3_600_000
  /// How far a signature's time may be from ours.
  static let maxSkewMs: Int64 = 5 * 60_000
  static let maxSkewOfS3Ms: Int64 = 15 * 60_000
  static let bucketPolicyBytes = 20 * 1024
  static let secretBytes = 65_536
  static let requestBodyBytes = 1024 * 1024
  static let stateFileBytes = 512 * 1024 * 1024
}
