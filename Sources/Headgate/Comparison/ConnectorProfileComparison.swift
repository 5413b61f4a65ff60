package import AWSClient

/// Whether a connector profile that is there is the one that was wanted, as far as that can be seen: credentials
/// are never read back.
package enum ConnectorProfileComparison {
  /// - Parameters:
  ///   - wanted: the payload of create-connector-profile.
  ///   - actual: one of `connectorProfileDetails` in the answer of DescribeConnectorProfiles.
  package static func differences(wanted: JSONValue, actual: JSONValue) -> [Difference] {
    var comparison = ValueComparison()
    for member in ["connectorProfileName", "connectorType", "connectorLabel", "connectionMode"] {
      comparison.compare(wanted[member], actual[member], path: member)
    }
    comparison.compare(
      wanted["connectorProfileConfig"]?["connectorProfileProperties"], actual["connectorProfileProperties"],
      path: "connectorProfileConfig.connectorProfileProperties")
    return comparison.differences
  }
}
