/// What a flow is doing, of all that AppFlow says of it.
package struct FlowState: Sendable {
  /// Draft, Active, Suspended, Errored, Deprecated.
  package let status: String?
  /// OnDemand, Scheduled, Event.
  package let triggerType: String?

  package var isActive: Bool { status == "Active" }
  package var isOnDemand: Bool { triggerType == "OnDemand" }

  /// - Parameter flow: the answer to DescribeFlow.
  init(_ flow: JSONNode) {
    status = flow["flowStatus"]?.string
    triggerType = flow["triggerConfig"]?["triggerType"]?.string
  }
}
