import AWSClient
import AWSSandbox
import FoundationEssentials
import TestSupport
import Testing
import WorkQueue

@Suite("refresh-connector-profile, by grant")
struct RefreshGrantTests {
  private typealias Refresh = RefreshScenario
  private static let jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"
  private static let password = "the-password+token"

  private static func user(_ state: inout SandboxState) {
    state.salesforce[Scenario.org]?.users["ann@acme.example"] = .init(password: password)
    state.secrets[Scenario.secretARN] = .init(value: password, versionId: "v", createdAtMs: 0)
  }

  private static let byPassword = Refresh.with([
    "grantType": "password", "username": "ann@acme.example", "refreshToken": .null,
    "password": .string("{{resolve:secretsmanager:\(Scenario.secretARN)}}"),
  ])

  @Test("password: AppFlow takes the access token that Salesforce issued")
  func password() throws {
    let world = try Refresh.world(Self.user)
    let job = try world.run(Refresh.kind, Self.byPassword)
    #expect(job.state == .succeeded, "\(job)")
    #expect(world.effects() == [Refresh.token, Refresh.update])
    try Refresh.expectNoSecret(world, [Self.password])
  }

  @Test("JWT bearer: signs with the key that the payload refers to; a broken key is unusable")
  func jwt() throws {
    let keys = try OpenSSLKeys()
    try keys.run("genrsa", "-out", "key.pem", "2048")
    let pem = try keys.text("key.pem")
    let lines = pem.split(separator: "\n").dropFirst().dropLast().map(String.init)
    try keys.write(Array(pem.replacing(lines[3], with: "").utf8), "broken.pem")
    for (name, state, reason) in [
      ("key.pem", JobState.succeeded, nil), ("broken.pem", .dead, "secret-unusable"),
      ("missing.pem", .dead, "secret-missing"),
    ] {
      let world = try Refresh.world(Self.user)
      let file = keys.folder.appending(path: name).path()
      let job = try world.run(
        Refresh.kind,
        Refresh.with([
          "grantType": .string(Self.jwtBearer), "username": "ann@acme.example", "refreshToken": .null,
          "clientSecret": .null, "clientCredentialsArn": .null,
          "privateKey": .string("{{resolve:file:\(file)}}"),
        ]))
      #expect(job.state == state && (reason == nil || job.reason == reason), "\(name): \(job)")
      #expect(world.effects() == (state == .succeeded ? [Refresh.token, Refresh.update] : []))
      try Refresh.expectNoSecret(world, lines)
    }
  }

  @Test("Refused credentials are sent once; a replay with good ones goes through")
  func refused() throws {
    let world = try Refresh.world { state in
      Self.user(&state)
      state.salesforce[Scenario.org]?.users["ann@acme.example"]?.password = "another"
    }
    let job = try world.run(Refresh.kind, Self.byPassword)
    #expect(job.state == .dead && job.reason == "connector-credentials" && job.attempt == 1, "\(job)")
    #expect(job.lastError?.contains("invalid_grant") == true)
    #expect(world.sandbox.snapshot().callCounts["salesforce:Token"] == 1)
    try Refresh.expectNoSecret(world, [Self.password])

    world.sandbox.update(Self.user)
    try world.replay([job.id])
    #expect(try world.job(job.id).state == .succeeded)
  }

  @Test(
    "Too many requests and a Salesforce that is down are asked again",
    arguments: [
      (FaultEffect.throttle, "throttled"), (.serverError, "connector-server"), (.html, "connector-server"),
    ])
  func transient(_ effect: FaultEffect, _ reason: String) throws {
    let world = try Refresh.world { $0.faults = [Fault(effect, name: "t", operation: "Token", times: 2)] }
    let job = try world.run(Refresh.kind, Refresh.payload)
    #expect(job.state == .succeeded && job.attempt == 3, "\(job)")
    let failed = try world.log(LogFilter(jobId: job.id)).filter { $0.detail?.contains(reason) == true }
    #expect(!failed.isEmpty)
    try Refresh.expectNoSecret(world)
  }

  @Test("A member that the grant needs and that is missing is named, and nobody is asked for a token")
  func missing() throws {
    let key = JSONValue.string("{{resolve:secretsmanager:\(Scenario.secretARN)}}")
    let cases: [(String, String, [String: JSONValue])] = [
      ("password", "clientSecret", ["clientSecret": .null, "username": "ann", "password": key]),
      ("password", "username", ["password": key]),
      ("password", "password", ["username": "ann"]),
      (
        "password", "clientCredentialsArn",
        ["username": "ann", "password": key, "refreshToken": .null, "clientCredentialsArn": .null]
      ),
      ("refresh_token", "refreshToken", ["refreshToken": .null]),
      (Self.jwtBearer, "username", ["privateKey": key]),
      (Self.jwtBearer, "privateKey", ["username": "ann"]),
    ]
    for (grant, member, changes) in cases {
      let world = try Refresh.world()
      let job = try world.run(
        Refresh.kind, Refresh.with(changes.merging(["grantType": .string(grant)]) { $1 }))
      #expect(job.state == .dead && job.reason == "invalid-payload", "\(grant), \(member): \(job)")
      #expect(job.lastError?.hasPrefix("\(member): is missing") == true, "\(job.lastError ?? "")")
      #expect(world.effects() == [])
      try Refresh.expectNoSecret(world)
    }
  }
}
