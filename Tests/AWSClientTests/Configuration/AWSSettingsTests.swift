import AWSClient
import Testing

@Suite("AWS's settings")
struct AWSSettingsTests {
  static func files(_ contents: [String: String]) -> FileReader {
    FileReader { path throws(FileReadError) in contents[path].map { Array($0.utf8) } }
  }

  private func load(
    _ config: String, credentials: String = "", _ environment: [String: String] = [:], profile: String? = nil
  ) throws(AWSSettingsError) -> AWSSettings {
    try AWSSettings.load(
      environment: ["HOME": "/home/ada"].merging(environment) { $1 }, profile: profile,
      files: Self.files(["/home/ada/.aws/config": config, "/home/ada/.aws/credentials": credentials]))
  }

  @Test("the Region: AWS_REGION, AWS_DEFAULT_REGION, the profile; an empty variable is none")
  func region() throws {
    let config = "[default]\nregion = eu-west-1"
    #expect(try load(config).region == "eu-west-1")
    #expect(try load(config, ["AWS_DEFAULT_REGION": "r2", "AWS_REGION": ""]).region == "r2")
    #expect(try load(config, ["AWS_DEFAULT_REGION": "r2", "AWS_REGION": "r1"]).region == "r1")
    #expect(try load("").region == nil)
  }

  @Test("the profile: the caller's word, then AWS_DEFAULT_PROFILE, then AWS_PROFILE")
  func profile() throws {
    let config = "[profile a]\n[profile b]\n[profile c]\n"
    let environment = ["AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"]
    #expect(try load(config, environment, profile: "c").profileName == "c")
    #expect(try load(config, environment).profileName == "b")
    #expect(try load(config, ["AWS_PROFILE": "a"]).profileName == "a")
    #expect(try load(config).profileName == "default")
    #expect(try load(config, profile: "c").isProfileExplicit)
    #expect(try !load(config, environment).isProfileExplicit)
  }

  @Test("the files' places: variables and ~ are expanded")
  func places() throws {
    let settings = try AWSSettings.load(
      environment: [
        "HOME": "/h", "D": "dir", "AWS_CONFIG_FILE": "~/${D}/c$D$", "AWS_SHARED_CREDENTIALS_FILE": "$X/k",
      ],
      files: Self.files(["/h/dir/cdir$": "[default]\nregion = x1", "$X/k": "[default]\nregion = x2"]))
    #expect(settings.region == "x2")
  }

  @Test("each fault is told with what was expected", arguments: SettingsFaults.all)
  func faults(_ fault: SettingsFaults.Fault) {
    let error = #expect(throws: AWSSettingsError.self) {
      try load(fault.config, credentials: fault.credentials, fault.environment)
    }
    for part in fault.parts { #expect(error?.message.contains(part) == true, "\(error?.message ?? "")") }
    #expect(error?.message.contains("hush") == false)
  }

  @Test("a profile's endpoints come after the environment's, and a wrong one is told with its place")
  func endpoints() throws {
    let config =
      "[default]\nendpoint_url = http://all\nservices = s\n[services s]\nappflow =\n  endpoint_url = http://one\n"
    let endpoints = try load(config).endpoints
    #expect(try endpoints.override(of: "APPFLOW") == "http://one")
    #expect(try endpoints.override(of: "S3") == "http://all")
    #expect(
      try load(config, ["AWS_ENDPOINT_URL": "http://env"]).endpoints.override(of: "APPFLOW") == "http://env")
    let ignored = ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL": "http://env"]
    #expect(try load(config, ignored).endpoints.override(of: "APPFLOW") == nil)
    let wrong = try load("[default]\nendpoint_url = ftp://x").endpoints
    let error = #expect(throws: EndpointError.self) { try wrong.override(of: "S3") }
    #expect(error?.message.contains("profile 'default' in ~/.aws/config, line 2") == true)
  }
}

/// Settings that are refused.
enum SettingsFaults {
  struct Fault: Sendable {
    var config = ""
    var credentials = ""
    var environment: [String: String] = [:]
    let parts: [String]
  }

  static let all: [Fault] = [
    Fault(config: "[default]\nhush", parts: ["~/.aws/config, line 2", "expected"]),
    Fault(credentials: "[a]\naws_secret_access_key = hush\n[a]", parts: ["~/.aws/credentials, line 3"]),
    Fault(
      config: "[profile prod]", environment: ["AWS_PROFILE": "prd"],
      parts: ["no profile 'prd'", "AWS_PROFILE", "expected one of 'prod'"]),
    Fault(
      config: "[default]\nservices = x",
      parts: ["profile 'default' in ~/.aws/config, line 2", "[services x]"]),
    Fault(
      config: "[default]\nservices = x\n[services x]\ns3 = http://x",
      parts: ["~/.aws/config, line 4", "endpoint_url"]),
    Fault(config: "[default]\nregion =\n  a = b", parts: ["line 2", "one line of text for region"]),
  ]
}
