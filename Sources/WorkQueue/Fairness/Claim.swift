/// Whose jobs a claim takes: the state of one claim between its looks at the lanes. Pure; the store does the reading
/// and the writing.
package struct Claim: Sendable {
  package struct Kind: Sendable {
    let settings: KindSettings
    /// Jobs of this kind that may still be started.
    var room: Int

    package init(settings: KindSettings, room: Int) {
      self.settings = settings
      self.room = room
    }
  }

  /// A lane that can run a job now.
  package struct Lane: Sendable {
    let tenant: String
    let kind: String
    let virtualTime: Int64
    let ready: Int
    let weight: Int64
    /// Jobs that the tenant may still start, of whatever kind.
    let tenantRoom: Int

    package init(tenant: String, kind: String, virtualTime: Int64, ready: Int, weight: Int64, tenantRoom: Int)
    {
      self.tenant = tenant
      self.kind = kind
      self.virtualTime = virtualTime
      self.ready = ready
      self.weight = weight
      self.tenantRoom = tenantRoom
    }
  }

  /// What one tenant is given.
  package struct Share: Sendable {
    package let tenant: String
    package let count: Int
    package let tenantRoom: Int
    /// Of its open lanes.
    package let kinds: [String]
    let weight: Int64
    /// The tenant's virtual time if it takes all of its share.
    let virtualTime: Int64

    /// The tenant's virtual time after it took only some: what it did not get is not charged.
    package func virtualTime(claimed: Int) -> Int64 {
      virtualTime - Int64(max(count - claimed, 0)) * (FairShare.unit / max(weight, 1))
    }
  }

  private var kinds: [String: Kind]
  private let order: [String]
  private var lanes: [Lane] = []
  /// Lanes that wait, with those that were not added.
  private var waiting = 0
  /// Where the queue stands.
  package private(set) var virtualTime: Int64

  package init(kinds: [Kind], virtualTime: Int64) {
    self.kinds = Dictionary(kinds.map { ($0.settings.name, $0) }) { $1 }
    order = kinds.map(\.settings.name)
    self.virtualTime = virtualTime
  }

  package var openKinds: [String] { order.filter { room(of: $0) > 0 } }
  package func room(of kind: String) -> Int { kinds[kind]?.room ?? 0 }
  package func settings(of kind: String) -> KindSettings { kinds[kind]?.settings ?? KindSettings(name: kind) }
  package mutating func took(_ count: Int, of kind: String) { kinds[kind]?.room -= count }

  /// - Parameter count: of the lanes that wait, of which `lanes` are the first.
  package mutating func add(_ lanes: [Lane], of count: Int) {
    self.lanes += lanes
    waiting += count
  }

  /// Gives out `slots` jobs among the lanes that were added since the last call.
  package mutating func allot(_ slots: Int) -> [Share] {
    var byTenant: [String: [Lane]] = [:]
    var tenants: [String] = []
    for lane in lanes {
      if byTenant[lane.tenant] == nil { tenants.append(lane.tenant) }
      byTenant[lane.tenant, default: []].append(lane)
    }
    let turn = FairShare.turn(slots: slots, waiting: waiting)
    lanes = []
    waiting = 0
    let candidates = tenants.compactMap { tenant -> FairShare.Lane? in
      guard let own = byTenant[tenant], let first = own.first else { return nil }
      let wanted = own.reduce(0) { $0 + min($1.ready, room(of: $1.kind), slots) }
      return FairShare.Lane(
        tenant: tenant, virtualTime: first.virtualTime, weight: first.weight,
        capacity: max(min(wanted, first.tenantRoom), 0))
    }
    // Nobody but the first `slots` can be served.
    let front = candidates.filter { $0.capacity > 0 }.sorted {
      ($0.virtualTime, $0.tenant) < ($1.virtualTime, $1.tenant)
    }.prefix(slots)
    let (shares, clock) = FairShare.allot(
      slots, inTurnsOf: turn, to: Array(front), virtualTime: virtualTime)
    virtualTime = clock
    let full = candidates.filter { (byTenant[$0.tenant]?.first?.tenantRoom ?? 1) <= 0 }
    return shares.map { share in
      let own = byTenant[share.tenant] ?? []
      return Share(
        tenant: share.tenant, count: share.count, tenantRoom: own.first?.tenantRoom ?? 0,
        kinds: own.map(\.kind),
        weight: own.first?.weight ?? 1, virtualTime: share.virtualTime)
    }
      // A tenant whose limit was lowered: nobody has to look at it again before one of its jobs has left.
      + full.map { lane in
        Share(
          tenant: lane.tenant, count: 0, tenantRoom: 0, kinds: [], weight: lane.weight,
          virtualTime: lane.virtualTime)
      }
  }
}
