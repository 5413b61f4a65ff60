import AWSSandbox
import Foundation
import SQLite
import TestSupport
import Testing
import TimeAndChance
import WorkQueue

/// Some tenants of the example, onboarded and worked for by the program itself, on a sandbox with random faults and
/// with secrets of its own.
struct SandboxedRun {
  /// Those that cost minutes of real time are left to simulated time: an answer that never comes, and a quota,
  /// after which start-flow waits until a run may have ended.
  private static let effects: [FaultEffect] = [
    .throttle, .serverError, .html, .truncated, .connectionRefused, .lostAnswer, .reset, .slow, .deny,
    .expiredToken,
  ]
  private static let operations = [
    ("sts", "AssumeRole"), ("s3", "PutBucketPolicy"), ("s3", "GetBucketPolicy"),
    ("secretsmanager", "GetSecretValue"), ("appflow", "CreateConnectorProfile"), ("appflow", "CreateFlow"),
    ("appflow", "StartFlow"), ("appflow", "DescribeFlow"),
  ]
  private static let example = "\(HeadgateProgram.repository)/examples/salesforce-to-s3"
  /// Their role or their token is wrong until it is mended.
  private static let wrong = ["cedar", "holly"]
  private static let others = ["alder", "ash", "aspen", "beech", "elm", "fir", "maple", "pine"]
  private static let maxFaults = 12
  private static let world = "world.json"
  private static let workerKey = "AKIDWORKER0000000001"
  private static let jobsPerTenant = 5

  let folder: TestFolder
  let tenants: [String]
  private let workerSecret: String
  /// Of the command lines that were seen while commands ran: how many, and those that held a secret.
  private(set) var samples = 0
  private(set) var leaks: Set<String> = []
  private var outputs: [(name: String, bytes: Data)] = []

  init(_ random: SeededRandom) throws {
    folder = try TestFolder()
    tenants = Self.wrong + Self.others.filter { _ in random.chance(2) }
    workerSecret = random.hex(bytes: 20)
    let salt = random.hex(bytes: 8)
    // The example's secrets, made such as stand nowhere else.
    func salted(_ name: String) throws -> String {
      ["access", "refresh", "client-secret"].reduce(try TestFolder.text("\(Self.example)/\(name)")) {
        $0.replacing("sandbox-\($1)-", with: "\(salt)-\($1)-")
      }
    }
    let table = try TestFolder.text("\(Self.example)/tenants.csv").split(separator: "\n").map(String.init)
    let rows = table.filter { row in tenants.contains { row.hasPrefix("\($0),") } }
    try folder.write(([table[0]] + rows).joined(separator: "\n"), to: "tenants.csv")
    var state = try SandboxFile.parseState(try salted("sandbox.json"), name: "sandbox.json")
    state.accessKeys[Self.workerKey] = .init(
      secretAccessKey: workerSecret, account: "999999999999", arn: "arn:aws:iam::999999999999:user/headgate")
    let accounts = rows.compactMap { $0.split(separator: ":").dropFirst(4).first.map(String.init) }
    state.faults = (0...random.index(Self.maxFaults)).map {
      Self.fault("random-\($0)", accounts, random)
    }
    try SandboxFile.save(state, to: "\(folder.path)/\(Self.world)")
    let mended = try salted("mended.json").replacing("[\"birch-create-flow-throttled\"]", with: "[\"*\"]")
    try folder.write(mended, to: "mended.json")
  }

  private static func fault(_ name: String, _ accounts: [String], _ random: SeededRandom) -> Fault {
    let operation = random.pick(operations)
    // The worker's own account asks for roles and secrets.
    let own = ["sts", "secretsmanager"].contains(operation.0)
    return Fault(
      random.pick(effects), name: name,
      account: own ? nil : random.pick(accounts), service: operation.0,
      operation: operation.1, nth: 1 + random.index(4), times: 1 + random.index(4),
      delayMs: random.below(300))
  }

  mutating func onboard() throws {
    try command("init")
    try command("onboard", "tenants.csv", "--template", "\(Self.example)/template")
    try work()
  }

  /// What the administrators mend, and the faults end.
  mutating func mend() throws {
    try command("sandbox", "apply", "mended.json", "--state", Self.world)
    try command("replay", "--state", "dead", "--all")
    try work()
  }

  mutating func show() throws {
    try command("log", "--json", "--limit", "10000")
    try command("jobs", "--json", "--limit", "1000")
    try command("status", "--json")
    try command("tenant", "list", "--json")
    for id in 1...tenants.count * Self.jobsPerTenant { try command("job", "\(id)") }
  }

  private mutating func work() throws {
    try command(
      "work", "--drain", "--sandbox", Self.world, "--retry-base", "20ms", "--retry-cap", "100ms")
  }

  private mutating func command(_ arguments: String...) throws {
    let running = try folder.start(
      arguments, environment: ["AWS_ACCESS_KEY_ID": Self.workerKey, "AWS_SECRET_ACCESS_KEY": workerSecret])
    var lines: Set<String> = []
    var count = 0
    let end = try running.wait {
      lines.formUnion(try ProcessList.commandLines().map(\.text))
      count += 1
    }
    let name = "headgate \(arguments.joined(separator: " "))"
    let secrets = try secrets()
    samples += count
    leaks.formUnion(lines.filter { line in secrets.contains { line.contains($0) } })
    outputs += [
      ("\(name): stdout", Data(running.out.utf8)), ("\(name): stderr", Data(running.err.utf8)),
    ]
    try #require(end == .exit(0), "\(name): \(end): \(running.err)")
  }

  func state() throws -> SandboxState { try SandboxFile.loadState("\(folder.path)/\(Self.world)") }

  func store() throws -> SQLiteJobStore { try SQLiteJobStore(path: folder.database, writing: .caller) }

  func secrets() throws -> [String] {
    let state = try state()
    return [workerSecret] + state.accessKeys.values.map(\.secretAccessKey)
      + state.sessions.values.flatMap { [$0.secretAccessKey, $0.sessionToken] }
      + state.salesforce.values.flatMap {
        Array($0.accessTokens) + Array($0.refreshTokens) + $0.clients.values
      }
  }

  /// Where a secret stands that should not: outputs, and every file but the simulated AWS's own.
  func secretPlaces() throws -> [String] {
    let secrets = try secrets()
    let own = [Self.world, "mended.json"]
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !own.contains($0) }
    let all = outputs + (try files.map { ($0, try Data(contentsOf: URL(filePath: "\(folder.path)/\($0)"))) })
    let found = all.filter { place in secrets.contains { place.bytes.range(of: Data($0.utf8)) != nil } }
    return found.map(\.name) + leaks
  }
}
