import AWSClient
import AWSSandbox
import Foundation
import Headgate
import TestSupport
import TimeAndChance
import WorkQueue

/// One of the folders of `examples/templates`, planned for the tenants there.
struct OnboardingTemplate {
  static let folder = PythonReference.repository.appending(path: "examples/templates").path()

  /// The names of the folders.
  static let names: [String] = {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return found.filter { !$0.contains(".") }.sorted()
  }()

  let name: String
  let template: Template
  let plan: OnboardingPlan

  init(_ name: String) throws {
    self.name = name
    template = try Template.load(directory: "\(Self.folder)/\(name)")
    plan = try OnboardingPlan.make(
      try TenantTable.load(file: Self.folder + "/tenants.csv"), template: template)
  }

  /// A simulated AWS as the folder's own file describes it.
  static func sandbox() throws -> SandboxTransport {
    SandboxTransport(
      state: try SandboxFile.loadState(folder + "/sandbox.json"), time: SystemTime(),
      random: SeededRandom(seed: 1))
  }

  /// A queue whose operations call the sandbox with its first key.
  static func queue(in directory: TemporaryDirectory, on sandbox: SandboxTransport) throws -> AppFlowQueue {
    let path = directory.file("queue.db")
    try QueueDatabase.prepare(path: path, rules: KindCatalog.rules)
    let keys = sandbox.snapshot().accessKeys.map {
      AWSCredentials(accessKeyId: $0.key, secretAccessKey: $0.value.secretAccessKey)
    }
    return try AppFlowQueue(
      opening: path,
      connection: AWSConnection(
        transport: sandbox, credentials: StaticCredentials(keys[0]), region: "us-east-1",
        vault: SecretVault(),
        time: SystemTime(), random: SeededRandom(seed: 2)), environment: [:])
  }
}
