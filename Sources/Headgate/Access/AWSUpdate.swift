/// The two things that can be updated when a create finds them there.
enum AWSUpdate: Sendable {
  case flow, connectorProfile

  /// Members of the create's request that the update's does not have. A client token of the payload's own is the
  /// create's.
  var unchangeable: Set<String> {
    switch self {
    case .flow: ["kmsArn", "tags", "clientToken"]
    case .connectorProfile: ["kmsArn", "connectorType", "connectorLabel", "clientToken"]
    }
  }
}
