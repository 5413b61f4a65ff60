import AWSClient
import AWSSandbox
import Foundation
import Headgate
import TestSupport
import TimeAndChance
import WorkQueue

/// Tenants of the example, onboarded and put to work by workers that die, on an AWS where every call may fail.
struct RandomRun {
  private static let names = ["cedar", "holly", "alder", "birch", "oak"]
  private static let maxFlows = 3
  private static let workers = 2
  private static let deaths = 6
  private static let lookMs: Int64 = 20_000
  /// Far beyond what it takes.
  private static let maxLooks = 2_000

  private static let repository = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
    url.deletingLastPathComponent()
  }

  private static let example = repository.appending(path: "examples/salesforce-to-s3").path()

  /// The same for every run, and a twentieth of its time.
  private static let plan = Result {
    try OnboardingPlan.make(
      try TenantTable.load(file: example + "/tenants.csv"),
      template: try Template.load(directory: example + "/template"))
  }

  let world: World
  let tenantCount: Int
  let flows: [FlowModel]
  private let planned: OnboardingPlan
  private let mended: SandboxPatch
  private let random: SeededRandom

  init(seed: UInt64, faults: [FaultEffect: Double]) throws {
    random = SeededRandom(seed: seed)
    planned = try Self.plan.get()
    mended = try SandboxFile.loadPatch(Self.example + "/mended.json")
    var state = try SandboxFile.loadState(Self.example + "/sandbox.json")
    state.accessKeys["AKIDISV"] = Scenario.state.accessKeys["AKIDISV"]
    state.settings.bucketPolicyLagMs = random.below(10_000)
    // Cedar's role and Holly's credentials are wrong in the example, until it is mended.
    let names = Self.pick(random)
    tenantCount = names.count
    let tenants = planned.tenants.map(\.tenant).filter { names.contains($0.name) }
    world = try World(
      state, seed: random.next(), latency: .init(ms: 40, jitterMs: 200),
      plan: FaultPlan(faults, maxDelayMs: 90_000), tenants: tenants)
    var flows: [FlowModel] = []
    for name in names {
      let jobs = planned.jobs.filter { $0.tenant == name }
      guard let create = jobs.first(where: { $0.kind == "create-flow" }) else { continue }
      for number in 1...(1 + random.index(Self.maxFlows)) {
        flows.append(
          FlowModel(
            tenant: name, name: "\(name)-\(number)", definition: try JSONValue(parsing: create.payload),
            after: create.idempotencyKey, random: random))
      }
    }
    self.flows = flows
  }

  /// Some of them: many small runs find more than a few large ones.
  private static func pick(_ random: SeededRandom) -> [String] {
    let some = names.filter { _ in random.chance(2) }
    return some.isEmpty ? [random.pick(names)] : some
  }

  /// Runs until every job has succeeded.
  func run() throws {
    let names = Set(flows.map(\.tenant))
    let jobs = planned.jobs.filter { names.contains($0.tenant) }.map(\.newJob) + flows.flatMap(\.jobs)
    try world.simulation.run { [world, random, mended] in
      try await world.main.queue.enqueue(jobs)
      var crew: [Hand] = []
      for _ in 0..<Self.workers { crew.append(try Self.hire(world)) }
      for _ in 0..<Self.deaths {
        try await world.simulation.time.sleep(ms: random.below(20_000))
        let place = random.index(crew.count)
        crew[place].process.kill()
        // Its tasks stand still for good, with all that they hold: files and memory the system would take back.
        crew[place].store.close()
        crew[place] = try Self.hire(world)
      }
      world.sandbox.apply(mended)
      try await Self.replayUntilDone(world)
      for hand in crew {
        await hand.worker.stop()
        _ = try await hand.task.value
      }
    }
  }

  private struct Hand {
    let process: SimulatedProcess
    let store: SQLiteJobStore
    let worker: Worker
    let task: Task<WorkerSummary, any Error>
  }

  private static func hire(_ world: World) throws -> Hand {
    let node = try world.makeNode()
    let worker = world.worker(node, drain: false, retry: RetryPolicy(baseMs: 1_000, capMs: 30_000))
    return Hand(
      process: node.process, store: node.store, worker: worker,
      task: Task(executorPreference: node.process) { try await worker.run() })
  }

  private static func replayUntilDone(_ world: World) async throws {
    let queue = world.main.queue
    for _ in 0..<maxLooks {
      try await world.simulation.time.sleep(ms: lookMs)
      let jobs = try await queue.jobs(limit: 10_000)
      if jobs.allSatisfy({ $0.state == .succeeded }) { return }
      try await queue.replay(jobs.filter { $0.state == .dead }.map(\.id))
    }
    let stuck = try await queue.jobs(limit: 10_000).filter { $0.state != .succeeded }
    throw World.Missing(what: "an end: \(stuck.prefix(3))")
  }
}
