/// Where entities are looked for: in a profile's connection, or in a connector that needs no profile.
package struct AppFlowConnection: Sendable {
  package var profile: String?
  package var connectorType: String?
  /// Some connectors demand the version of the application's API.
  package var apiVersion: String?

  package init(profile: String? = nil, connectorType: String? = nil, apiVersion: String? = nil) {
    self.profile = profile
    self.connectorType = connectorType
    self.apiVersion = apiVersion
  }

  var input: [String: JSONValue] {
    var input: [String: JSONValue] = [:]
    input["connectorProfileName"] = profile.map { .string($0) }
    input["connectorType"] = connectorType.map { .string($0) }
    input["apiVersion"] = apiVersion.map { .string($0) }
    return input
  }
}
