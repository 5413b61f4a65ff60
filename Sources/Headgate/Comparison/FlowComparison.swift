package import AWSClient

/// Whether a flow that is there is the one that was wanted.
package enum FlowComparison {
  /// - Parameters:
  ///   - wanted: the payload of create-flow.
  ///   - actual: the answer of DescribeFlow.
  /// - Returns: nothing if they come to the same.
  package static func differences(wanted: JSONValue, actual: JSONValue) -> [Difference] {
    var comparison = ValueComparison()
    for member in ["flowName", "description", "triggerConfig", "sourceFlowConfig", "metadataCatalogConfig"] {
      comparison.compare(wanted[member], actual[member], path: member)
    }
    // Without a key of its own a flow gets one that the service chooses.
    if wanted["kmsArn"] != nil { comparison.compare(wanted["kmsArn"], actual["kmsArn"], path: "kmsArn") }
    comparison.compare(
      wanted["destinationFlowConfigList"], actual["destinationFlowConfigList"],
      path: "destinationFlowConfigList")
    for difference in TaskComparison(wanted: wanted["tasks"], actual: actual["tasks"]).differences() {
      comparison.add(difference)
    }
    // Others may add tags; those that were asked for have to be there.
    for (name, value) in (wanted["tags"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
      comparison.compare(value, actual["tags"]?[name], path: "tags.\(name)")
    }
    return comparison.differences
  }
}
