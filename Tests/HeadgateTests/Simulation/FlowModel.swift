import AWSClient
import TestSupport
import TimeAndChance
import WorkQueue

/// A random life of one flow, and what it has to come to at AWS whatever goes wrong on the way.
struct FlowModel {
  private enum Status { case absent, idle, active }

  let tenant: String
  let name: String
  private let isScheduled: Bool
  private var status = Status.absent
  private(set) var jobs: [NewJob] = []
  /// How often each operation must have had its effect.
  private(set) var effects: [String: Int] = [:]

  var exists: Bool { status != .absent }
  var isActive: Bool { isScheduled && status == .active }

  /// - Parameter definition: the payload of create-flow, to be given a name and a trigger.
  init(tenant: String, name: String, definition: JSONValue, after: String, random: SeededRandom) {
    self.tenant = tenant
    self.name = name
    isScheduled = random.chance(2)
    var members = definition.object ?? [:]
    members["flowName"] = .string(name)
    members["triggerConfig"] = isScheduled ? Scenario.hourly : Scenario.onDemand
    for _ in 0..<(3 + random.index(6)) { step(.object(members), after: after, random) }
  }

  private mutating func step(_ definition: JSONValue, after: String, _ random: SeededRandom) {
    guard exists else {
      status = .idle
      add("create-flow", definition, effect: "CreateFlow", after: after)
      return
    }
    let named: JSONValue = ["flowName": .string(name)]
    switch random.index(5) {
    case 0, 1:
      add("start-flow", named, effect: isActive ? nil : "StartFlow")
      status = .active
    case 2:
      add("stop-flow", named, effect: isActive ? "StopFlow" : nil)
      status = .idle
    case 3:
      if isActive { effects["StopFlow", default: 0] += 1 }
      add("delete-flow", named, effect: "DeleteFlow")
      status = .absent
    default:
      // The same once more: there is nothing to do.
      add("create-flow", definition, effect: nil, after: after)
    }
  }

  private mutating func add(_ kind: String, _ payload: JSONValue, effect: String?, after: String? = nil) {
    jobs.append(
      NewJob(
        tenant: tenant, kind: kind, idempotencyKey: "\(name)-\(jobs.count)", payload: payload.text(),
        dependsOn: after.map { [.key($0)] } ?? []))
    if let effect { effects[effect, default: 0] += 1 }
  }
}
