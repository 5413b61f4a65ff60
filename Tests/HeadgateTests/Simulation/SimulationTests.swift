import AWSClient
import AWSSandbox
import TestSupport
import Testing
import TimeAndChance
import WorkQueue

@Suite("Simulated runs")
struct SimulationTests {
  private static let faults: [FaultEffect: Double] = [
    .throttle: 0.05, .serverError: 0.05, .html: 0.03, .truncated: 0.1, .connectionRefused: 0.03,
    .lostAnswer: 0.05, .reset: 0.03, .slow: 0.04, .timeout: 0.01, .deny: 0.005, .expiredToken: 0.01,
    .quota: 0.005,
  ]

  @Test(
    "Whatever goes wrong, every job has its effect once and the flows are as the jobs say",
    arguments: SimulatedRuns.seeds("Simulated runs", usually: 12))
  func oneEffect(seed: UInt64) throws {
    let title = SimulatedRuns.title(seed)
    do {
      let run = try RandomRun(seed: seed, faults: Self.faults)
      try run.run()
      try check(run, title)
    } catch { Issue.record("\(title): \(error)") }
  }

  @Test("The same seed gives the same work log")
  func deterministic() throws {
    let seed = Seed("The same work log").random.next()
    let logs = try (0..<2).map { _ in
      let run = try RandomRun(seed: seed, faults: Self.faults)
      try run.run()
      return try run.world.log().map(Self.line)
    }
    #expect(logs[0].count == logs[1].count && !logs[0].isEmpty)
    let difference = zip(logs[0], logs[1]).first { $0 != $1 }
    #expect(difference == nil)
  }

  /// A row of the log, but for its time: triggers take the machine's where two changes fall into one millisecond.
  private static func line(_ entry: LogEntry) -> String {
    "\(entry.jobId ?? 0) \(entry.event) \(entry.state?.rawValue ?? "") \(entry.attempt ?? 0) \(entry.detail ?? "")"
  }

  private func check(_ run: RandomRun, _ title: String) throws {
    let world = run.world
    let jobs = try world.jobs()
    let state = world.sandbox.snapshot()
    for flow in run.flows {
      let real = state.appflow.values.compactMap { $0.flows[flow.name] }.first
      #expect((real != nil) == flow.exists, "\(title): \(flow.name) exists")
      if let real, real.triggerType == "Scheduled" {
        #expect((real.status == "Active") == flow.isActive, "\(title): \(flow.name) is \(real.status)")
      }
      let effects = state.journal.filter { $0.resource == flow.name }
      let counts = Dictionary(grouping: effects, by: \.operation).mapValues(\.count)
      #expect(counts == flow.effects, "\(title): effects on \(flow.name)")
    }
    let tokens = Dictionary(grouping: state.journal.compactMap(\.clientToken)) { $0 }
    #expect(tokens.values.allSatisfy { $0.count == 1 }, "\(title): a client token had two effects")
    let policies = state.journal.filter { $0.operation == "PutBucketPolicy" }
    #expect(policies.count == run.tenantCount, "\(title): bucket policies")
    let log = try world.log()
    #expect(!log.isEmpty && jobs.allSatisfy { $0.state == .succeeded }, "\(title): the end")
    // A small run may be spared.
    #expect(jobs.count < 40 || log.contains { $0.event == "retry" }, "\(title): nothing went wrong")
    LogCheck.check(log, jobs, maxRunning: Scenario.acme.maxRunning, title)
    DeathCheck.check(log, title)
    // Those of three stores at most: a thousand runs that kept those of the processes that died ended for want of
    // file descriptors and memory.
    #expect(try world.database.openFiles() <= 18, "\(title): files left open")
    #expect(try world.findings().map(\.message) == [], "\(title): the audit")
    #expect(try world.database.find(secrets(state)) == [], "\(title): secrets on disk")
    #expect(try world.database.find(["create-flow"]) == ["create-flow"], "\(title): what is there is found")
  }

  private func secrets(_ state: SandboxState) -> [String] {
    Scenario.secrets + state.sessions.values.flatMap { [$0.secretAccessKey, $0.sessionToken] }
      + state.salesforce.values.flatMap {
        Array($0.accessTokens) + Array($0.refreshTokens) + $0.clients.values
      }
  }
}
