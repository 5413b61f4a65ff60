import Foundation
import TimeAndChance

/// An environment and a home directory with AWS's files, made by chance.
struct CredentialScenario {
  var environment: [String: String] = [:]
  var profile: String?
  let home: URL
  var config = ""
  var credentials = ""

  private static let names = ["default", "prod", "dev", "two words"]

  private let random: any RandomSource
  private let services: String

  init(_ random: any RandomSource, services: String) {
    self.random = random
    self.services = services
    home = FileManager.default.temporaryDirectory.appending(path: "headgate-credentials-\(UUID().uuidString)")
    environment = [
      "HOME": home.path, "PATH": "\(home.path)/bin:/usr/bin:/bin",
      "AWS_EC2_METADATA_SERVICE_ENDPOINT": services + (chance(2) ? "/imds" : "/imds/"),
    ]
    if chance(4) { environment["AWS_EC2_METADATA_DISABLED"] = pick(["true", "TRUE", "false"]) }
    if chance(6) { environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = services + "/no-such" }
    makeRegionAndProfile()
    makeKeys()
    makeEndpoints()
    for name in Self.names where chance(2) || name == "default" { makeProfile(name) }
    // Else botocore refuses, when it makes a client, what it would not have looked at.
    if (config + credentials).lowercased().contains("sso_session") {
      config += "[sso-session work]\nsso_start_url = https://work.example/start\nsso_region = eu-west-1\n"
    }
    if chance(5) { config = "[DEFAULT]\noutput = json\n" + config }
    if chance(25) { config += "[profile dev]\n" }
    if chance(40) { config += "nonsense\n" }
  }

  /// Writes the files.
  func write() throws {
    let aws = home.appending(path: ".aws/sso/cache")
    try FileManager.default.createDirectory(at: aws, withIntermediateDirectories: true)
    let bin = home.appending(path: "bin")
    try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
    for name in ["keys", "my keys"] {
      let script = bin.appending(path: name)
      try Data(Self.script.utf8).write(to: script)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
    }
    try Data("web-token-1".utf8).write(to: home.appending(path: "token"))
    let token = #"{"accessToken":"sso-token","expiresAt":"2099-01-01T00:00:00Z"}"#
    for name in Self.sessionFiles { try Data(token.utf8).write(to: aws.appending(path: name)) }
    try Data(config.utf8).write(to: home.appending(path: ".aws/config"))
    try Data(credentials.utf8).write(to: home.appending(path: ".aws/credentials"))
  }

  func remove() { try? FileManager.default.removeItem(at: home) }

  /// SHA-1 of `work`, the session's name, and of `https://old.example/start`, where a profile names no session.
  private static let sessionFiles = [
    "e274eeff768c6396088ec6eb091f4bf4d47ab1e0.json", "103c764598c7bfb84492cce4b625216b27775ddd.json",
  ]

  private static let script = """
    #!/bin/sh
    printf '{"Version": 1, "AccessKeyId": "PROC-%s-%s-%s", "SecretAccessKey": "hush-p"}' "$#" "$1" "$2"
    """

  private mutating func makeRegionAndProfile() {
    if chance(2) { environment["AWS_DEFAULT_REGION"] = pick(["eu-central-1", "us-west-2"]) }
    if chance(2) { environment["AWS_PROFILE"] = pick(Self.names) }
    if chance(8) { environment["AWS_DEFAULT_PROFILE"] = pick(Self.names) }
    if chance(4) { profile = pick(Self.names) }
  }

  private mutating func makeKeys() {
    if chance(5) {
      environment["AWS_ACCESS_KEY_ID"] = "AKIDENV"
      if !chance(6) { environment["AWS_SECRET_ACCESS_KEY"] = "hush-env" }
    }
    if chance(8) {
      environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = home.appending(path: "token").path
      if !chance(4) { environment["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/web" }
      if chance(2) { environment["AWS_ROLE_SESSION_NAME"] = "env-session" }
    }
    if chance(5) {
      environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] =
        pick([services + "/container/a?b=c", services + "/container/d", "http://192.0.2.1/container"])
      if chance(2) { environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "variable-token" }
      if chance(2) {
        environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = home.appending(path: "token").path
      }
    }
  }

  private mutating func makeEndpoints() {
    for name in ["APPFLOW", "S3", "SECRETS_MANAGER"] where chance(5) {
      environment["AWS_ENDPOINT_URL_\(name)"] = "http://\(name.lowercased().replacing("_", with: "-")).env:81"
    }
    // Without one of these, or the same in a profile, a role could not be assumed here.
    if chance(2) { environment["AWS_ENDPOINT_URL_STS"] = services + "/sts-env" }
    if chance(4) { environment["AWS_ENDPOINT_URL"] = services + "/env" }
    if chance(8) { environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = pick(["true", "False", "TRUE"]) }
  }

  private mutating func makeProfile(_ name: String) {
    let inConfig = !chance(4)
    let inCredentials = !inConfig || chance(3)
    if inConfig {
      config +=
        name == "default" && chance(2)
        ? "[default]\n" : "[profile \(quoted(name))]\(pick(["", "  # note"]))\n"
      for (key, value) in settings(name) { config += line(key, value) }
      if chance(3) { makeServices(name) }
    }
    if inCredentials {
      credentials += "[\(name)]\n"
      for (key, value) in inConfig ? keys("CRED", name) : settings(name) { credentials += line(key, value) }
      if chance(5) { credentials += line("region", "ap-south-1") }
    }
  }

  private mutating func makeServices(_ name: String) {
    let section = "services-\(name.first.map(String.init) ?? "")"
    config += line("services", section)
    config += "[services \(section)]\n"
    for service in ["appflow", "sts", "s3", "secrets_manager", "sso"] where chance(2) {
      let url =
        service.hasPrefix("s") && service != "s3" ? services + "/section" : "http://\(service).section"
      config += "\(service) =\n  endpoint_url = \(url)\n\(chance(3) ? "\n# note\n" : "")  other_setting=x\n"
    }
  }

  private func settings(_ name: String) -> [(String, String)] {
    var settings: [(String, String)] = []
    if chance(2) { settings.append(("region", pick(["eu-west-3", "us-east-2"]))) }
    if chance(2) { settings.append(("endpoint_url", services + "/profile")) }
    if chance(12) { settings.append(("ignore_configured_endpoint_urls", pick(["true", "false"]))) }
    if chance(3) { settings += keys("CONF", name) }
    switch random.below(7) {
    case 0, 1:
      settings.append(("role_arn", "arn:aws:iam::1:role/\(name.prefix(3))"))
      if !chance(4) { settings.append(("source_profile", pick(Self.names))) }
      if chance(3) {
        settings.append(
          ("credential_source", pick(["Environment", "EcsContainer", "Ec2InstanceMetadata", "Other"])))
      }
      if chance(3) { settings.append(("external_id", "id: #1 ; =2")) }
      if chance(3) { settings.append(("role_session_name", "session-\(name.prefix(3))")) }
      if chance(3) { settings.append(("duration_seconds", "900")) }
      if chance(8) { settings.append(("web_identity_token_file", home.appending(path: "token").path)) }
    case 2:
      settings.append(("web_identity_token_file", home.appending(path: "token").path))
      if !chance(4) { settings.append(("role_arn", "arn:aws:iam::1:role/web-\(name.prefix(3))")) }
    case 3:
      settings.append(
        (
          "credential_process",
          pick([
            "keys", "keys one two", "'\(home.path)/bin/my keys' 'a b' c\\ d", #"keys "x 'y'" z"#,
            "keys 'open", "no-such",
            "/bin/false", "keys  a\tb  ",
          ])
        ))
    case 4:
      settings.append(("sso_account_id", "111122223333"))
      if !chance(4) { settings.append(("sso_role_name", "reader")) }
      if chance(2) {
        settings.append(("sso_session", "work"))
      } else {
        settings += [("sso_start_url", "https://old.example/start"), ("sso_region", "us-east-1")]
      }
    default: break
    }
    return settings
  }

  private func keys(_ prefix: String, _ name: String) -> [(String, String)] {
    let id = ("aws_access_key_id", "AKID\(prefix)\(name.first.map(String.init) ?? "")")
    return chance(8) ? [id] : [id, ("aws_secret_access_key", "hush-\(prefix)")]
  }

  /// A setting as people write it.
  private func line(_ key: String, _ value: String) -> String {
    let name = chance(4) ? key.uppercased() : key
    let delimiter = pick(["=", " = ", ": ", " =\t"])
    return name + delimiter + value + pick(["\n", "  \n", "\r\n", "\n\n", "\n# note = x\n", "\n; note\n"])
  }

  private func quoted(_ name: String) -> String {
    if name.contains(" ") { return pick(["\"\(name)\"", "'\(name)'", name.replacing(" ", with: "\\ ")]) }
    return chance(3) ? "\"\(name)\"" : name
  }

  private func chance(_ oneIn: Int64) -> Bool { random.below(oneIn) == 0 }

  private func pick(_ choices: [String]) -> String { choices[Int(random.below(Int64(choices.count)))] }
}
