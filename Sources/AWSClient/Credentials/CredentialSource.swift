/// Where credentials came from, told to a person. It never holds a secret.
package indirect enum CredentialSource: Sendable, Equatable, CustomStringConvertible {
  case environment
  /// Keys that stand in a file.
  case file(profile: String, file: String)
  case role(arn: String, profile: String, by: CredentialSource)
  case webIdentity(role: String, tokenFile: String)
  case sso(account: String, role: String, profile: String)
  /// A profile's `credential_process`; its arguments may hold a secret, so only the program is told.
  case process(program: String, profile: String, file: String)
  /// The endpoint of a container, without the path and query, which may be meant to be unguessable.
  case container(host: String)
  case instance(role: String)

  package var description: String {
    switch self {
    case .environment: "the environment's AWS_ACCESS_KEY_ID"
    case .file(let profile, let file): "profile '\(profile)' in \(file)"
    case .role(let arn, let profile, let source):
      "role \(arn) of profile '\(profile)', assumed by \(source)"
    case .webIdentity(let role, let file): "role \(role), assumed by the web identity token in \(file)"
    case .sso(let account, let role, let profile):
      "role \(role) in account \(account) by the SSO session of profile '\(profile)'"
    case .process(let program, let profile, let file):
      "credential_process \(program) of profile '\(profile)' in \(file)"
    case .container(let host): "the container's credentials endpoint on \(host)"
    case .instance(let role): "role \(role) of this EC2 instance"
    }
  }
}
