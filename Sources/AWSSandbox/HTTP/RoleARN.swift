/// `arn:aws:iam::123456789012:role/path/name`
struct RoleARN: Sendable {
  let account: String
  /// Without the path.
  let name: String

  init?(_ arn: String) {
    let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "iam", parts[4].count == 12,
      parts[4].allSatisfy(\.isNumber), parts[5].hasPrefix("role/"),
      let name = parts[5].split(separator: "/").last
    else { return nil }
    account = String(parts[4])
    self.name = String(name)
  }

  /// The role's unique id, `AROA…`, always the same for the same ARN.
  static func roleId(_ arn: String) -> String {
    var bits = StableHash.of(arn)
    return "AROA"
      + UUIDText.letters(17, upperCase: true) {
        defer { bits = bits &* 6_364_136_223_846_793_005 &+ 1 }
        return bits
      }
  }
}
