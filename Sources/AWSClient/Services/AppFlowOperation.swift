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
    var path: [UInt8] = []
    for byte in rawValue.utf8 {
      let isUpperCase = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
      if isUpperCase { path.append(path.isEmpty ? UInt8(ascii: "/") : UInt8(ascii: "-")) }
      path.append(isUpperCase ? byte | 0x20 : byte)
    }
    return String(decoding: path, as: UTF8.self)
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
