import AWSSandbox
import TestSupport
import Testing
import TimeAndChance
import WorkQueue

@Suite("Sandboxed runs", .serialized)
struct SandboxedRunTests {
  /// The reason that each fault, were it to last, would give, besides those of the two tenants that are mended.
  private static let reasons: [FaultEffect: Set<String>] = [
    .throttle: ["throttled"], .serverError: ["server-error"], .html: ["server-error"],
    .truncated: ["invalid-answer", "connection-lost"], .connectionRefused: ["connection-failed"],
    .lostAnswer: ["connection-lost"], .reset: ["connection-lost"], .slow: [],
    .deny: ["access-denied", "assume-role-denied", "secret-denied"], .expiredToken: ["aws-credentials"],
  ]
  private static let effects = [
    "CreateConnectorProfile", "CreateFlow", "PutBucketPolicy", "StartFlow",
  ]

  @Test(
    "a program among random faults does each job once, and tells nobody a secret",
    arguments: SimulatedRuns.seeds("Sandboxed runs", usually: 1, oneIn: 25))
  func run(seed: UInt64) async throws {
    let title = SimulatedRuns.title(seed)
    do {
      var run = try SandboxedRun(SeededRandom(seed: seed))
      try run.onboard()
      try checkDead(run, title)
      try run.mend()
      try run.show()
      try checkEnd(run, title)
      let findings = try await run.store().audit()
      #expect(findings.map(\.message) == [], "\(title): the audit")
    } catch { Issue.record("\(title): \(error)") }
  }

  /// Before anything is mended, a job has succeeded, or died of what went wrong, or waits for one that did.
  private func checkDead(_ run: SandboxedRun, _ title: String) throws {
    let faults = try run.state().faults.filter { $0.used > 0 }
    let possible = faults.reduce(into: Set(["assume-role-denied", "connector-credentials"])) {
      $0.formUnion(Self.reasons[$1.effect] ?? [])
    }
    let dead = try run.folder.rows("SELECT reason FROM jobs WHERE state = 'dead'")
    #expect(!dead.isEmpty && Set(dead).isSubset(of: possible), "\(title): dead of \(dead)")
    let others = try run.folder.rows(
      """
      SELECT id || ' is ' || state || ', ' || coalesce(reason, '') FROM jobs
      WHERE state NOT IN ('succeeded', 'dead', 'blocked') AND coalesce(reason, '') <> 'waiting-for-credentials'
      """)
    #expect(others == [], "\(title): neither done nor dead")
  }

  private func checkEnd(_ run: SandboxedRun, _ title: String) throws {
    let unfinished = try run.folder.rows(
      "SELECT id || ' is ' || state || ': ' || coalesce(last_error, '') FROM jobs WHERE state <> 'succeeded'")
    #expect(unfinished == [], "\(title): the end")
    #expect(try run.folder.disagreementsWithLog() == [], "\(title)")
    let journal = try run.state().journal.filter { !["sts", "secretsmanager"].contains($0.service) }
    let byAccount = Dictionary(grouping: journal, by: \.account).mapValues { $0.map(\.operation).sorted() }
    #expect(byAccount.count == run.tenants.count, "\(title): tenants with effects")
    for (account, operations) in byAccount {
      #expect(operations == Self.effects, "\(title): effects in \(account)")
    }
    #expect(run.samples > 0, "\(title): the process list was never read")
    #expect(try run.secretPlaces() == [], "\(title): secrets")
  }
}
