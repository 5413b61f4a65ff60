import Foundation
import SQLite
import Testing

@Suite("doctor and drift")
struct DoctorCommandTests {
  @Test("doctor finds a sound database sound, and says who we are and by which credentials")
  func sound() throws {
    let folder = try TestFolder.withTenant()
    let moto = try PythonServer("moto_server.py")
    let result = try folder.run(["doctor", "--json"], environment: moto.environment)
    #expect(result.exitCode == 0, "\(result.err)")
    #expect(result.keys() == ["findings", "credentials", "account", "arn", "aws_error"])
    let object = try result.object()
    #expect((object["findings"] as? [Any])?.isEmpty == true)
    #expect(object["credentials"] as? String == "the environment's AWS_ACCESS_KEY_ID")
    #expect(object["account"] as? String == "123456789012")
    #expect(!result.out.contains(moto.environment["AWS_SECRET_ACCESS_KEY"] ?? "?"))
  }

  @Test("doctor tells what no writer could have done, and that AWS cannot be asked, by its exit code")
  func unsound() throws {
    let folder = try TestFolder.withTenant()
    try folder.write(#"{"flowName":"accounts"}"#, to: "payload.json")
    try folder.succeed("enqueue", "start-flow", "--tenant", "acme", "--key", "k", "--payload", "payload.json")
    #expect(try folder.run("doctor", "--offline").exitCode == 0)
    try Connection(path: folder.database, access: .readWrite, busyTimeoutMs: 1_000)
      .execute("UPDATE lanes SET dead = 7")
    let result = try folder.run("doctor", "--offline")
    #expect(result.exitCode == 1)
    #expect(result.out.contains("a lane counts its jobs"))
    let noCredentials = try TestFolder.withTenant().run("doctor", "--json")
    #expect(noCredentials.exitCode == 1)
    #expect((try noCredentials.object()["aws_error"] as? String)?.contains("no AWS credentials") == true)
  }

  @Test("drift lists what is not as the queue made it")
  func drift() throws {
    let folder = try TestFolder()
    let example = "\(HeadgateProgram.repository)/examples/salesforce-to-s3"
    try folder.write(try TestFolder.text("\(example)/sandbox.json"), to: "sandbox.json")
    try folder.succeed("init")
    try folder.succeed("onboard", "\(example)/tenants.csv", "--template", "\(example)/template")
    try folder.succeed(
      "work", "--drain", "--sandbox", "sandbox.json", "--retry-base", "1ms", "--retry-cap", "2ms")
    let result = try folder.run("drift", "--tenant", "alder", "--all", "--sandbox", "sandbox.json", "--json")
    #expect(result.exitCode == 0, "\(result.err)")
    let states = try result.out.split(separator: "\n").map { line in
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    }
    #expect(states.map { $0?["resource"] as? String } == ["flow/alder-accounts", "profile/alder-salesforce"])
    #expect(states.allSatisfy { $0?["state"] as? String == "same" })
  }
}
