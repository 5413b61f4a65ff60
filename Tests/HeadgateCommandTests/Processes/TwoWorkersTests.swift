import Foundation
import Testing

@Suite("Two workers on one database", .serialized)
struct TwoWorkersTests {
  private static let work = [
    "work", "--lease", "1s", "--retry-base", "20ms", "--retry-cap", "200ms", "--concurrency", "16",
  ]
  private static let tenants = 40

  private func onboard(_ folder: TestFolder, tenants: Int) throws {
    let rows = (1...tenants).map { number in
      "t\(number),arn:aws:iam::\(100_000_000_000 + number):role/headgate,hg-t\(number)-91,us-east-1,t\(number)-landing,"
        + "https://t\(number).my.salesforce.com"
    }
    try folder.write(
      (["tenant,role_arn,external_id,region,bucket,instance_url"] + rows).joined(separator: "\n"),
      to: "tenants.csv")
    try folder.succeed("init")
    try folder.succeed(
      "onboard", "tenants.csv", "--template",
      "\(HeadgateProgram.repository)/examples/salesforce-to-s3/template")
  }

  @Test("one is killed in mid-run and another started: every job succeeds, each with one effect at AWS")
  func killed() throws {
    let seed =
      Int(ProcessInfo.processInfo.environment["HEADGATE_TEST_SEED"] ?? "") ?? Int.random(in: 1...1_000_000)
    print("seed \(seed) (HEADGATE_TEST_SEED=\(seed) repeats the faults)")
    let aws = try PythonServer("appflow_server.py", "\(seed)", "12")
    let folder = try TestFolder()
    try onboard(folder, tenants: Self.tenants)
    let first = try folder.start(Self.work, environment: aws.environment)
    let second = try folder.start(Self.work, environment: aws.environment)
    try aws.ask(["do": "wait-for-effects", "count": Self.tenants * 3 / 2])
    first.send(SIGKILL)
    #expect(first.wait() == .signal(SIGKILL))
    let third = try folder.start(Self.work + ["--drain", "--json"], environment: aws.environment)
    #expect(third.wait() == .exit(0), "\(third.err)")
    second.send(SIGTERM)
    #expect(second.wait() == .exit(0), "\(second.err)")

    #expect(
      try folder.rows("SELECT state || ' ' || count(*) FROM jobs GROUP BY state")
        == ["succeeded \(Self.tenants * 5)"])
    #expect(try folder.disagreementsWithLog().isEmpty)
    let seen = try aws.ask(["do": "look"])
    var wanted: [String: Int] = [:]
    for number in 1...Self.tenants {
      wanted["PutBucketPolicy t\(number)-landing"] = 1
      wanted["CreateConnectorProfile t\(number)-salesforce"] = 1
      wanted["CreateFlow t\(number)-accounts"] = 1
      wanted["StartFlow t\(number)-accounts"] = 1
    }
    let effects = seen["effects"] as? [String: Int] ?? [:]
    #expect(effects.filter { wanted[$0.key] != $0.value }.isEmpty, "seed \(seed)")
    #expect(effects.count == wanted.count, "seed \(seed)")
    #expect((seen["problems"] as? [String]) == [], "seed \(seed): what botocore says of the requests")
    let faults = seen["faults"] as? [String: Int] ?? [:]
    #expect(faults.count == 6, "each kind of fault happened: \(faults)")
    #expect(!folder.databaseContains("access of "), "a secret is in the database")
  }

  @Test("SIGTERM lets what runs finish, and SIGINT, too")
  func drained() throws {
    for (round, signal) in [SIGTERM, SIGINT].enumerated() {
      let aws = try PythonServer("appflow_server.py", "1", "0")
      let folder = try TestFolder()
      try onboard(folder, tenants: 6)
      try aws.ask(["do": "hold"])
      let worker = try folder.start(["work", "--concurrency", "4"], environment: aws.environment)
      try aws.ask(["do": "wait-for-held", "count": 4])
      worker.send(signal)
      // The signal has arrived when the worker says so; only then may AWS answer.
      while !worker.err.contains("stopping: waiting for 4 running jobs\n") { usleep(1_000) }
      try aws.ask(["do": "release"])
      #expect(worker.wait() == .exit(0), "\(worker.err)")
      #expect(
        try folder.rows("SELECT state || ' ' || count(*) FROM jobs WHERE kind = 'assume-role' GROUP BY state")
          == ["ready 2", "succeeded 4"], "round \(round)")
      #expect(try folder.rows("SELECT id FROM jobs WHERE state = 'running'").isEmpty)
      #expect(worker.out == "4 succeeded, 0 dead, 0 attempts to be repeated\n")
    }
  }

  @Test("what outlasts the grace goes back to ready, without having counted as an attempt")
  func outlasted() throws {
    let aws = try PythonServer("appflow_server.py", "1", "0")
    let folder = try TestFolder()
    try onboard(folder, tenants: 3)
    try aws.ask(["do": "hold"])
    let worker = try folder.start(["work", "--json", "--grace", "50ms"], environment: aws.environment)
    try aws.ask(["do": "wait-for-held", "count": 3])
    worker.send(SIGTERM)
    #expect(worker.wait() == .exit(0), "\(worker.err)")
    #expect(
      try folder.rows("SELECT DISTINCT state || attempt FROM jobs WHERE kind = 'assume-role'") == ["ready0"])
    let result = CommandResult(out: worker.out, err: worker.err, end: .exit(0))
    #expect(try result.object()["released"] as? Int == 3)
    #expect(try folder.disagreementsWithLog().isEmpty)
    try aws.ask(["do": "release"])
    // Another worker does them.
    let next = try folder.run(["work", "--drain"], environment: aws.environment)
    #expect(next.exitCode == 0)
    #expect(try folder.rows("SELECT DISTINCT state FROM jobs") == ["succeeded"])
  }

  @Test("a second signal ends a worker at once")
  func impatient() throws {
    let aws = try PythonServer("appflow_server.py", "1", "0")
    let folder = try TestFolder()
    try onboard(folder, tenants: 1)
    try aws.ask(["do": "hold"])
    let worker = try folder.start(["work"], environment: aws.environment)
    try aws.ask(["do": "wait-for-held", "count": 1])
    worker.send(SIGTERM)
    while !worker.err.contains("stopping: ") { usleep(1_000) }
    worker.send(SIGTERM)
    #expect(worker.wait() == .exit(128 + SIGTERM))
    #expect(try folder.rows("SELECT state FROM jobs WHERE kind = 'assume-role'") == ["running"])
  }
}
