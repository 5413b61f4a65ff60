import AWSClient

/// Settings from which no credentials can be had, and a part of what is said about each.
enum CredentialRefusals {
  struct Refusal: Sendable {
    var config = ""
    var credentials = ""
    var environment: [String: String] = [:]
    var files: [String: String] = [:]
    let part: String
  }

  private static let role = "[default]\nrole_arn = arn:aws:iam::1:role/r\n"

  static let all: [Refusal] = [
    Refusal(part: "no AWS credentials: the environment has no AWS_ACCESS_KEY_ID, profile 'default'"),
    Refusal(environment: ["AWS_ACCESS_KEY_ID": "A"], part: "AWS_SECRET_ACCESS_KEY is not set"),
    Refusal(
      environment: [
        "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "hush", "AWS_CREDENTIAL_EXPIRATION": "x",
      ],
      part: "AWS_CREDENTIAL_EXPIRATION is not a time"),
    Refusal(
      environment: [
        "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "hush",
        "AWS_CREDENTIAL_EXPIRATION": "2020-01-01T00:00:00Z",
      ], part: "have expired"),
    Refusal(
      credentials: "[default]\naws_access_key_id = A",
      part: "line 1: expected a value for aws_secret_access_key"),
    Refusal(config: role, part: "needs source_profile or credential_source"),
    Refusal(config: role + "source_profile = a\ncredential_source = Environment", part: "not both"),
    Refusal(
      config: role + "credential_source = Moon", part: "Environment, EcsContainer, Ec2InstanceMetadata"),
    Refusal(
      config: role + "credential_source = Environment", part: "source Environment has no credentials here"),
    Refusal(config: role + "source_profile = a", part: "there is no profile 'a'"),
    Refusal(config: role + "source_profile = default", part: "default → default go in a circle"),
    Refusal(config: role + "source_profile = a\n[profile a]", part: "profile 'a' has no credentials"),
    Refusal(config: role + "source_profile = a\nmfa_serial = m\n[profile a]", part: "without mfa_serial"),
    Refusal(config: role + "source_profile = a\nduration_seconds = 5\n[profile a]", part: "900 to 43200"),
    Refusal(config: "[default]\nweb_identity_token_file = /t", part: "there is no role for it"),
    Refusal(
      environment: ["AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "r"],
      part: "AWS_WEB_IDENTITY_TOKEN_FILE names /t: expected a file"),
    Refusal(
      config: "[default]\nlogin_session = x", part: "aws configure export-credentials --profile default"),
    Refusal(config: "[default]\ncredential_process = 'a", part: "a quote is not closed"),
    Refusal(config: "[default]\ncredential_process = headgate-no-such", part: "was not found"),
    Refusal(config: "[default]\ncredential_process = sh -c 'echo hush; exit 3'", part: "ended with status 3"),
    Refusal(config: "[default]\ncredential_process = sh -c 'kill -9 $$'", part: "ended by signal 9"),
    Refusal(
      config: "[default]\ncredential_process = echo hush", part: "expected echo to print a JSON object"),
    Refusal(config: "[default]\ncredential_process = echo '{\"Version\":2}'", part: "\"Version\": 1"),
    Refusal(
      config: "[default]\ncredential_process = head -c 100000 /dev/zero",
      part: "printed more than 65536 bytes"),
    Refusal(config: "[default]\nsso_account_id = 1", part: "expected sso_role_name there too"),
    Refusal(config: "[default]\nsso_account_id = 1\nsso_session = s", part: "there is no [sso-session s]"),
    Refusal(config: sso + "sso_region = r9", part: "there is no SSO session in ~/.aws/sso/cache/"),
    Refusal(config: sso + "sso_region = evil.example/", part: "sso_region is not a Region"),
    Refusal(
      config: sso + "sso_region = r9",
      files: [
        "/h/.aws/sso/cache/\(SHA1.hex(of: Array("u".utf8))).json":
          #"{"accessToken":"hush","expiresAt":"2020-01-01T00:00:00Z"}"#
      ],
      part: "has expired: log in again by 'aws sso login --profile default'"),
    Refusal(environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://192.0.2.1/x"], part: "unencrypted"),
    Refusal(
      environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost@192.0.2.1/"], part: "usable URL"),
    Refusal(environment: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "x"], part: "begins with '/'"),
    Refusal(
      environment: [
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "hush\nX: y",
      ], part: "AWS_CONTAINER_AUTHORIZATION_TOKEN has control characters"),
    Refusal(
      config: "[default]\nec2_metadata_service_endpoint_mode = ipv5",
      environment: ["AWS_EC2_METADATA_DISABLED": "no"],
      part: "expected ipv4 or ipv6"),
  ]

  private static let sso = "[default]\nsso_account_id = 1\nsso_role_name = r\nsso_start_url = u\n"
}
