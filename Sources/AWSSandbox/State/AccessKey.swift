extension SandboxState {
  /// A long-lived access key and the principal it stands for.
  package struct AccessKey: Codable, Sendable, Equatable {
    package var secretAccessKey: String
    package var account: String
    /// The IAM user's ARN.
    package var arn: String
    package var permissions: Permissions

    package init(
      secretAccessKey: String, account: String, arn: String, permissions: Permissions = Permissions()
    ) {
      self.secretAccessKey = secretAccessKey
      self.account = account
      self.arn = arn
      self.permissions = permissions
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case secretAccessKey, account, arn, permissions }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(CodingKeys.self)
      secretAccessKey = try container.decode(String.self, forKey: .secretAccessKey)
      account = try container.decode(String.self, forKey: .account)
      arn = try container.value(.arn, default: "arn:aws:iam::\(account):root")
      permissions = try container.value(.permissions, default: Permissions())
    }
  }
}
