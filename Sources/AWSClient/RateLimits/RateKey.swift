/// Whose calls share a rate: a service counts them per account and Region.
package struct RateKey: Sendable, Hashable, CustomStringConvertible {
  package enum Access: String, Sendable {
    case read, write
    /// Not a rate but a number of calls under way, in addition to `write`.
    case create
  }

  /// The worker's own account, whose number need not be known for this.
  package static let ownAccount = "own"

  package let account: String
  package let region: String
  package let service: AWSService
  package let access: Access

  package init(account: String, region: String, service: AWSService, access: Access) {
    self.account = account
    self.region = region
    self.service = service
    self.access = access
  }

  /// The keys that a call needs a permit for, in the order in which they are asked for.
  package static func keys(for request: AWSRequest, account: String) -> [RateKey] {
    accesses(of: request).map {
      RateKey(account: account, region: request.region, service: request.service, access: $0)
    }
  }

  /// `appflow write in 123456789012, eu-central-1`
  package var description: String { "\(service.rawValue) \(access.rawValue) in \(account), \(region)" }

  private static func accesses(of request: AWSRequest) -> [Access] {
    if request.service == .appflow, let operation = AppFlowOperation(rawValue: request.operation) {
      switch operation {
      // First the slot, which may take long, then the turn, which is lost if it is not used.
      case .createFlow, .createConnectorProfile: return [.create, .write]
      default: return [operation.effect == .read ? .read : .write]
      }
    }
    let looks = ["Get", "List", "Describe", "Head"].contains { request.operation.hasPrefix($0) }
    return [looks || request.method == "GET" ? .read : .write]
  }
}
