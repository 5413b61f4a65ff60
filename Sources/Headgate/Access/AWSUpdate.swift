/// The two things that can be updated when a create finds them there.
enum AWSUpdate: Sendable {
  case flow, connectorProfile

  /// Members of the create's request that the update's does not have.
  var unchangeable: Set<String> {
    switch self {
    case .flow: ["kmsArn", "tags"]
    case .connectorProfile: ["kmsArn", "connectorType", "connectorLabel"]
    }
  }
}
