/// What a profile says about the role it assumes.
struct RoleSettings: Sendable, Equatable {
  enum Machine: String, CaseIterable, Sendable {
    case environment = "Environment"
    case container = "EcsContainer"
    case instance = "Ec2InstanceMetadata"
  }

  enum Base: Sendable, Equatable {
    case profile(String)
    case machine(Machine)
  }

  let roleARN: String
  let base: Base
  let externalId: String?
  let sessionName: String
  let durationSeconds: Int

  init(of profile: Profile) throws(AWSSettingsError) {
    let place = profile.place(of: "role_arn")
    guard let roleARN = try profile.text("role_arn") else {
      throw AWSSettingsError("\(place): expected a role's ARN for role_arn")
    }
    self.roleARN = roleARN
    switch (try profile.text("source_profile"), try profile.text("credential_source")) {
    case (let name?, nil): base = .profile(name)
    case (nil, let source?):
      guard let machine = Machine(rawValue: source) else {
        let known = Machine.allCases.map(\.rawValue).joined(separator: ", ")
        throw AWSSettingsError(
          "\(profile.place(of: "credential_source")): expected one of \(known) for credential_source")
      }
      base = .machine(machine)
    case (nil, nil):
      throw AWSSettingsError(
        "\(place): role_arn needs source_profile or credential_source, to say whose keys assume the role")
    case (_?, _?):
      throw AWSSettingsError("\(place): expected source_profile or credential_source, not both")
    }
    if profile.has("mfa_serial") {
      throw AWSSettingsError(
        "\(profile.place(of: "mfa_serial")): a role that demands an MFA code cannot be assumed without a person: "
          + "expected a profile without mfa_serial")
    }
    externalId = try profile.text("external_id")
    sessionName = try profile.text("role_session_name") ?? WebIdentityToken.defaultSessionName
    let duration = try profile.text("duration_seconds")
    guard let seconds = duration.map({ Int($0) }) ?? 3600, 900...43_200 ~= seconds else {
      throw AWSSettingsError(
        "\(profile.place(of: "duration_seconds")): expected 900 to 43200 for duration_seconds")
    }
    durationSeconds = seconds
  }
}
