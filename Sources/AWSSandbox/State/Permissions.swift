extension SandboxState {
  /// What a principal may call: patterns such as `appflow:*` or `s3:PutBucketPolicy`. A denial wins.
  package struct Permissions: Codable, Sendable, Equatable {
    package var allow: [String]
    package var deny: [String]

    package init(allow: [String] = ["*"], deny: [String] = []) {
      self.allow = allow
      self.deny = deny
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case allow, deny }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(CodingKeys.self)
      allow = try container.value(.allow, default: ["*"])
      deny = try container.value(.deny, default: [])
    }

    func permit(_ action: String) -> Bool {
      allow.contains { Wildcard.matches($0, action, ignoringCase: true) }
        && !deny.contains { Wildcard.matches($0, action, ignoringCase: true) }
    }
  }
}
