import AWSClient
import Foundation
import Testing
import TimeAndChance

@Suite("the credential chain, with botocore as the judge", .timeLimit(.minutes(5)))
struct BotocoreAgreementTests {
  @Test("random environments and files give the same key, Region and endpoints")
  func agreement() async throws {
    let judge = try CredentialJudge.shared.get()
    let transport = LoopbackTransport(curl: try CurlTransport())
    let setting = ProcessInfo.processInfo.environment["HEADGATE_TEST_SEED"].flatMap { UInt64($0) }
    let seed = setting ?? UInt64.random(in: 0...UInt64.max)
    print("credential chain against botocore: seed \(seed)")
    let random = SeededRandom(seed: seed)
    var methods: [String: Int] = [:]
    for number in 0..<120 {
      let scenario = CredentialScenario(SeededRandom(seed: random.next()), services: judge.base)
      try scenario.write()
      defer { scenario.remove() }
      let verdict = try judge.verdict(scenario)
      methods[verdict.error == nil ? verdict.method ?? "none" : "refused", default: 0] += 1
      let ours = await resolve(scenario, over: transport)
      let differences = ours.differences(from: verdict)
      if !differences.isEmpty {
        Issue.record(
          """
          seed \(seed), scenario \(number): \(differences.joined(separator: "; "))
          botocore: \(verdict)
          ours: \(ours)
          environment: \(scenario.environment.filter { $0.key.hasPrefix("AWS") }), profile \(scenario.profile ?? "-")
          config:
          \(scenario.config)
          credentials:
          \(scenario.credentials)
          """)
        return
      }
      for text in [ours.source, ours.problem].compactMap({ $0 }) {
        #expect(!text.contains("hush") && !text.contains("token-1"), "\(text)")
      }
    }
    print(
      "credential chain against botocore: \(methods.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" })"
    )
  }

  private func resolve(_ scenario: CredentialScenario, over transport: any HTTPTransport) async -> Resolved {
    var resolved = Resolved()
    let settings: AWSSettings
    do {
      settings = try AWSSettings.load(environment: scenario.environment, profile: scenario.profile)
    } catch {
      resolved.isRefused = true
      resolved.problem = error.message
      return resolved
    }
    resolved.region = settings.region
    for service in AWSService.allCases {
      resolved.endpoints[service.environmentName] = try? settings.endpoints.override(
        of: service.environmentName)
    }
    let credentials = DefaultCredentials(
      settings: settings, transport: transport, time: SystemTime(), random: SystemRandom())
    do {
      let found = try await credentials.sourced { _ in }
      resolved.key = found.credentials.accessKeyId
      resolved.source = found.source.description
    } catch {
      resolved.problem = error.description
    }
    return resolved
  }

  private struct Resolved {
    var key: String?
    var region: String?
    var endpoints: [String: String] = [:]
    var source: String?
    var problem: String?
    var isRefused = false

    func differences(from verdict: CredentialJudge.Verdict) -> [String] {
      if verdict.error != nil || isRefused {
        return (verdict.error != nil) == isRefused ? [] : ["one refuses the settings, the other does not"]
      }
      var differences: [String] = []
      if key != verdict.key { differences.append("the keys differ") }
      if region != verdict.region { differences.append("the Regions differ") }
      if endpoints != (verdict.endpoints ?? [:]).compactMapValues({ $0 }) {
        differences.append("the endpoints differ")
      }
      return differences
    }
  }
}
