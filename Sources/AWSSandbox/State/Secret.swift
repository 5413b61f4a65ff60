import AWSClient

extension SandboxState {
  /// A secret with its versions. In a scenario it is just `{"value": …}`, where the value is a text or a JSON
  /// object.
  package struct Secret: Codable, Sendable, Equatable {
    package struct Version: Codable, Sendable, Equatable {
      package var value: String
      package var stages: Set<String>
      package var createdAtMs: Int64
    }

    /// By version id.
    package var versions: [String: Version]
    package var createdAtMs: Int64
    package var deletedAtMs: Int64?
    /// `appflow` for the secrets in which AppFlow keeps a connector's credentials.
    package var owningService: String?

    package init(value: String?, versionId: String, createdAtMs: Int64, owningService: String? = nil) {
      versions = [:]
      if let value {
        versions[versionId] = Version(value: value, stages: ["AWSCURRENT"], createdAtMs: createdAtMs)
      }
      self.createdAtMs = createdAtMs
      self.owningService = owningService
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
      case value, versions, createdAtMs, deletedAtMs, owningService
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(CodingKeys.self)
      createdAtMs = try container.value(.createdAtMs, default: 0)
      deletedAtMs = try container.decodeIfPresent(Int64.self, forKey: .deletedAtMs)
      owningService = try container.decodeIfPresent(String.self, forKey: .owningService)
      versions = try container.value(.versions, default: [:])
      if let value = try container.decodeIfPresent(JSONValue.self, forKey: .value) {
        let text = value.string ?? value.text()
        let id = UUIDText.make(StableHash.of(text), 0)
        versions[id] = Version(value: text, stages: ["AWSCURRENT"], createdAtMs: createdAtMs)
      }
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(versions, forKey: .versions)
      try container.encode(createdAtMs, forKey: .createdAtMs)
      try container.encodeIfPresent(deletedAtMs, forKey: .deletedAtMs)
      try container.encodeIfPresent(owningService, forKey: .owningService)
    }

    /// What GetSecretValue gives when no version is asked for.
    package var currentValue: String? { versionId(stage: "AWSCURRENT").flatMap { versions[$0]?.value } }

    func versionId(stage: String) -> String? { versions.first { $0.value.stages.contains(stage) }?.key }

    /// Adds a version as AWSCURRENT; the one before it becomes AWSPREVIOUS, the only one so called.
    mutating func put(_ value: String, versionId: String, atMs now: Int64) {
      let before = self.versionId(stage: "AWSCURRENT")
      for id in versions.keys { versions[id]?.stages.remove("AWSPREVIOUS") }
      if let before {
        versions[before]?.stages.remove("AWSCURRENT")
        versions[before]?.stages.insert("AWSPREVIOUS")
      }
      versions = versions.filter { !$0.value.stages.isEmpty }
      versions[versionId] = Version(value: value, stages: ["AWSCURRENT"], createdAtMs: now)
    }
  }
}
