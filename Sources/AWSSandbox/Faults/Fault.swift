/// A scripted fault: which calls it hits, how often, and what happens to them.
package struct Fault: Codable, Sendable, Equatable {
  /// What a patch clears it by.
  package var name: String
  /// Each condition that is given has to hold; `resource` may hold `*`.
  package var account: String?
  package var region: String?
  package var service: String?
  package var operation: String?
  package var resource: String?
  /// The first of the matching calls that is hit, counted from 1.
  package var nth: Int
  /// How many calls are hit; nil is every one.
  package var times: Int?
  package var effect: FaultEffect
  package var status: Int?
  package var retryAfterSeconds: Int?
  /// What `refuse` says.
  package var code: String?
  package var message: String?
  package var delayMs: Int64
  /// Matching calls so far.
  package private(set) var seen = 0
  /// Calls hit so far.
  package private(set) var used = 0

  package init(
    _ effect: FaultEffect, name: String, account: String? = nil, region: String? = nil,
    service: String? = nil, operation: String? = nil, resource: String? = nil, nth: Int = 1,
    times: Int? = nil, status: Int? = nil, retryAfterSeconds: Int? = nil, code: String? = nil,
    message: String? = nil, delayMs: Int64 = 1_000
  ) {
    self.name = name
    self.account = account
    self.region = region
    self.service = service
    self.operation = operation
    self.resource = resource
    self.nth = nth
    self.times = times
    self.effect = effect
    self.status = status
    self.retryAfterSeconds = retryAfterSeconds
    self.code = code
    self.message = message
    self.delayMs = delayMs
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case name, account, region, service, operation, resource, nth, times, effect, status
    case retryAfterSeconds, code, message, delayMs, seen, used
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    account = try container.decodeIfPresent(String.self, forKey: .account)
    region = try container.decodeIfPresent(String.self, forKey: .region)
    service = try container.decodeIfPresent(String.self, forKey: .service)
    operation = try container.decodeIfPresent(String.self, forKey: .operation)
    resource = try container.decodeIfPresent(String.self, forKey: .resource)
    nth = try container.value(.nth, default: 1)
    times = try container.decodeIfPresent(Int.self, forKey: .times)
    effect = try container.decode(FaultEffect.self, forKey: .effect)
    status = try container.decodeIfPresent(Int.self, forKey: .status)
    retryAfterSeconds = try container.decodeIfPresent(Int.self, forKey: .retryAfterSeconds)
    code = try container.decodeIfPresent(String.self, forKey: .code)
    message = try container.decodeIfPresent(String.self, forKey: .message)
    delayMs = try container.value(.delayMs, default: 1_000)
    seen = try container.value(.seen, default: 0)
    used = try container.value(.used, default: 0)
  }

  /// Whether this call is one of those that the fault is about.
  func concerns(_ call: ServiceCall) -> Bool {
    (account == nil || account == call.caller?.account || account == call.targetAccount)
      && (region == nil || region == call.region)
      && (service == nil || service == call.service.rawValue)
      && (operation == nil || operation == call.operation)
      && (resource.map { Wildcard.matches($0, call.resource) } ?? true)
  }

  /// Counts a call that the fault is about, and says whether it is hit.
  mutating func strike() -> Bool {
    seen += 1
    guard seen >= nth, times.map({ used < $0 }) ?? true else { return false }
    used += 1
    return true
  }
}

extension SandboxState {
  /// The first scripted fault that hits the call; every one that is about it counts it.
  mutating func strikingFault(_ call: ServiceCall) -> Fault? {
    var striking: Fault?
    for index in faults.indices where faults[index].concerns(call) {
      if striking == nil, faults[index].strike() { striking = faults[index] }
    }
    return striking
  }
}
