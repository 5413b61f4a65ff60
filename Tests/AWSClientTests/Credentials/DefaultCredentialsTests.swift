import AWSClient
import Testing
import TimeAndChance

@Suite("the default credentials", .timeLimit(.minutes(5)))
struct DefaultCredentialsTests {
  let time = InstantTime(nowMs: 1_893_452_400_000)

  private func credentials(
    _ config: String = "", credentials: String = "", environment: [String: String] = [:],
    profile: String? = nil,
    files: [String: String] = [:], transport: any HTTPTransport = ScriptedTransport()
  ) throws -> DefaultCredentials {
    let all = files.merging(["/h/.aws/config": config, "/h/.aws/credentials": credentials]) { $1 }
    let reader = AWSSettingsTests.files(all)
    let environment = ["HOME": "/h", "AWS_EC2_METADATA_DISABLED": "true", "AWS_REGION": "eu-central-1"]
      .merging(environment) { $1 }
    return DefaultCredentials(
      settings: try AWSSettings.load(environment: environment, profile: profile, files: reader),
      transport: transport, time: time, random: FixedRandom(), files: reader)
  }

  private func document(_ key: String, token: String = "Token", expires: String) -> String {
    #"{"AccessKeyId":"\#(key)","SecretAccessKey":"hush-1","\#(token)":"hush-2","Expiration":"\#(expires)"}"#
  }

  @Test("the environment's keys come before AWS_PROFILE, but not before a profile that the caller names")
  func explicitProfile() async throws {
    let environment = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "hush", "AWS_PROFILE": "p"]
    let file = "[p]\naws_access_key_id = FILE\naws_secret_access_key = hush"
    let byVariable = try await credentials(credentials: file, environment: environment).sourced { _ in }
    #expect(byVariable.credentials.accessKeyId == "ENV")
    #expect(byVariable.source.description == "the environment's AWS_ACCESS_KEY_ID")
    let byCaller = try await credentials(credentials: file, environment: environment, profile: "p").sourced {
      _ in
    }
    #expect(byCaller.credentials.accessKeyId == "FILE")
    #expect(byCaller.source.description == "profile 'p' in ~/.aws/credentials")
  }

  @Test("each refusal says what, where and what was expected", arguments: CredentialRefusals.all)
  func refusals(_ refusal: CredentialRefusals.Refusal) async throws {
    let credentials = try credentials(
      refusal.config, credentials: refusal.credentials, environment: refusal.environment, files: refusal.files
    )
    let error = await #expect(throws: AWSError.self) { try await credentials.sourced { _ in } }
    #expect(error?.classification == ErrorClassification(.credentials, "aws-credentials"))
    #expect(error?.message.contains(refusal.part) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("hush") == false)
  }

  @Test("a container's endpoint is asked at its fixed address, with the file's token before the variable's")
  func container() async throws {
    let transport = ScriptedTransport(
      .status(503), .status(200, document("CONTAINER", expires: "2030-01-01T00:00:00Z")))
    let found = try await credentials(
      environment: [
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/id?x=y",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://h/",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "variable", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/t",
      ], files: ["/t": "Basic file"], transport: transport
    ).sourced { _ in }
    #expect(found.credentials.accessKeyId == "CONTAINER")
    #expect(found.source == .container(host: "169.254.170.2"))
    #expect(transport.requests.map(\.url) == Array(repeating: "http://169.254.170.2/v2/id?x=y", count: 2))
    #expect(
      transport.requests.allSatisfy { $0.headers["Authorization"] == "Basic file" && $0.signing == nil })
  }

  @Test("an instance is asked by version 2 only, within a second each, and old keys of it live on")
  func instance() async throws {
    let transport = ScriptedTransport(
      .status(200, "tok"), .status(200, "role-1\n"),
      .status(200, document("INSTANCE", expires: "2029-12-31T22:00:00Z")))
    let found = try await credentials(environment: ["AWS_EC2_METADATA_DISABLED": ""], transport: transport)
      .sourced { _ in
      }
    #expect(found.source.description == "role role-1 of this EC2 instance")
    // They had expired an hour ago: a quarter of an hour and up to ten minutes are added to now.
    #expect(found.expiresAtMs == time.nowMs() + 25 * 60_000)
    #expect(transport.requests.map(\.method) == ["PUT", "GET", "GET"])
    #expect(
      transport.requests.allSatisfy {
        $0.timeoutMs == 1_000 && $0.url.hasPrefix("http://169.254.169.254/latest/")
      })
    let noToken = ScriptedTransport(.status(403))
    let refused = try credentials(environment: ["AWS_EC2_METADATA_DISABLED": ""], transport: noToken)
    await #expect(throws: AWSError.self) { try await refused.sourced { _ in } }
    #expect(noToken.requests.count == 1)
  }

  @Test(
    "keys are refreshed by one caller from 15 minutes before they expire, by all from 10; files are read anew"
  )
  func refresh() async throws {
    let transport = ScriptedTransport(
      .status(200, document("K1", expires: "2030-01-01T00:00:00Z")), .status(404), .status(404), .status(404),
      .status(200, document("K2", expires: "2030-01-01T01:00:00Z")))
    let credentials = try credentials(
      environment: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"], transport: transport)
    func key() async throws -> String { try await credentials.credentials { _ in }.accessKeyId }
    #expect(try await key() == "K1")
    time.advance(ms: 45 * 60_000 - 1)
    #expect(try await key() == "K1" && transport.requests.count == 1)
    time.advance(ms: 1)
    // The early refresh fails: nobody is told, and it is not tried again at once.
    #expect(try await key() == "K1" && transport.requests.count == 4)
    #expect(try await key() == "K1" && transport.requests.count == 4)
    time.advance(ms: AWSLimits.credentialsEarlyRefreshPauseMs)
    #expect(try await key() == "K2" && transport.requests.count == 5)
    await credentials.invalidate(AWSCredentials(accessKeyId: "K1", secretAccessKey: "x"))
    #expect(try await key() == "K2" && transport.requests.count == 5)
  }

  @Test("a program that hangs ends with the one who waits, and all it started with it")
  func cancelledProcess() async throws {
    let credentials = try credentials("[default]\ncredential_process = sh -c 'sleep 600 & wait'")
    let task = Task { try await credentials.sourced { _ in } }
    task.cancel()
    let error = await #expect(throws: AWSError.self) { try await task.value }
    #expect(error?.classification.reason == "cancelled")
  }

  @Test("a program that does not end in time is killed")
  func slowProcess() async {
    let error = await #expect(throws: ProcessFailure.self) {
      try await SystemProcesses().run(
        ["sh", "-c", "sleep 600"], environment: ["PATH": "/usr/bin:/bin"], timeoutMs: 50, maxOutputBytes: 10)
    }
    #expect(error?.reason == .timedOut)
  }

  @Test("no secret is in any description or dump")
  func secrecy() async throws {
    let file =
      "[default]\naws_access_key_id = FILE\naws_secret_access_key = hush-1\naws_session_token = hush-2"
    let found = try await credentials(credentials: file).sourced { _ in }
    var dumped = ""
    dump(found, to: &dumped)
    for text in [dumped, "\(found)", found.source.description, String(reflecting: found)] {
      #expect(!text.contains("hush"))
    }
  }
}
