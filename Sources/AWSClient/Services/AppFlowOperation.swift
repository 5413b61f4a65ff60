/// The operations of Amazon AppFlow that we call; the raw value is the name in the API reference.
package enum AppFlowOperation: String, Sendable, CaseIterable {
  case listConnectors = "ListConnectors"
  case describeConnectors = "DescribeConnectors"
  case describeConnector = "DescribeConnector"
  case describeConnectorProfiles = "DescribeConnectorProfiles"
  case listConnectorEntities = "ListConnectorEntities"
  case describeConnectorEntity = "DescribeConnectorEntity"
  case createConnectorProfile = "CreateConnectorProfile"
  case updateConnectorProfile = "UpdateConnectorProfile"
  case deleteConnectorProfile = "DeleteConnectorProfile"
  case createFlow = "CreateFlow"
  case updateFlow = "UpdateFlow"
  case startFlow = "StartFlow"
  case stopFlow = "StopFlow"
  case deleteFlow = "DeleteFlow"
  case describeFlow = "DescribeFlow"
  case listFlows = "ListFlows"
  case describeFlowExecutionRecords = "DescribeFlowExecutionRecords"
  case cancelFlowExecutions = "CancelFlowExecutions"

  package enum Effect: Sendable {
    case read
    /// Takes a `clientToken`: AppFlow itself sees to it that a repeated call has one effect.
    case writeWithClientToken
    case writeWithoutClientToken
  }

  package var name: String { rawValue }

  /// `/create-flow`
  package var path: String {
    var path = "/"
    for character in rawValue {
      if character.isUppercase, path != "/" { path += "-" }
      path += character.lowercased()
    }
    return path
  }

  package var effect: Effect {
    switch self {
    case .listConnectors, .describeConnectors, .describeConnector, .describeConnectorProfiles,
      .listConnectorEntities, .describeConnectorEntity, .describeFlow, .listFlows,
      .describeFlowExecutionRecords:
      .read
    case .createConnectorProfile, .updateConnectorProfile, .createFlow, .updateFlow, .startFlow:
      .writeWithClientToken
    case .deleteConnectorProfile, .stopFlow, .deleteFlow, .cancelFlowExecutions:
      .writeWithoutClientToken
    }
  }
}
