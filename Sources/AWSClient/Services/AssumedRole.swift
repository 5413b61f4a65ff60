/// What `AssumeRole` gave.
package struct AssumedRole: Sendable, Equatable {
  package let credentials: AWSCredentials
  /// `arn:aws:sts::123456789012:assumed-role/ROLE/SESSION`
  package let assumedRoleARN: String
  /// `AROA…:SESSION`
  package let assumedRoleId: String

  package init(credentials: AWSCredentials, assumedRoleARN: String, assumedRoleId: String) {
    self.credentials = credentials
    self.assumedRoleARN = assumedRoleARN
    self.assumedRoleId = assumedRoleId
  }

  /// The account that the role belongs to, from its ARN.
  package var accountId: String {
    let parts = assumedRoleARN.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count > 4 ? String(parts[4]) : ""
  }
}
