package import WorkQueue

/// Every kind of job that Headgate carries out.
package enum KindCatalog {
  package static let all: [KindDefinition] = [
    define("assume-role", "role"),
    define("put-bucket-policy", "bucket/", "Bucket"),
    define("create-connector-profile", "profile/", "connectorProfileName"),
    define("update-connector-profile", "profile/", "connectorProfileName"),
    define("delete-connector-profile", "profile/", "connectorProfileName"),
    define("refresh-connector-profile", "profile/", "connectorProfileName"),
    define("create-flow", "flow/", "flowName"),
    define("update-flow", "flow/", "flowName"),
    define("start-flow", "flow/", "flowName"),
    define("stop-flow", "flow/", "flowName"),
    define("delete-flow", "flow/", "flowName"),
  ]

  package static subscript(kind: String) -> KindDefinition? { byKind[kind] }

  /// Names of members that may only hold references: the model's sensitive ones and those of our own kind.
  package static let secretFields = ["authCode", "credentialsMap"] + ShapeModel.shared.secretMembers.sorted()

  /// What a database has to know of all kinds.
  package static var rules: OperationRegistry {
    OperationRegistry(rules: all.map(\.rule), secretFields: secretFields)
  }

  private static let byKind = Dictionary(uniqueKeysWithValues: all.map { ($0.kind, $0) })

  private static func define(_ kind: String, _ prefix: String, _ member: String? = nil) -> KindDefinition {
    KindDefinition(
      kind: kind, resourcePrefix: prefix, resourceField: member.map { "$." + $0 },
      requiredFields: required(of: kind))
  }

  /// As the service's model has it.
  private static func required(of kind: String) -> [String] {
    let model = ShapeModel.shared
    guard let payload = model.kinds[kind],
      case .structure(_, let required)? = model.shapes[payload.shape]?.form
    else { preconditionFailure("the model has no kind \(kind)") }
    return required
  }
}
