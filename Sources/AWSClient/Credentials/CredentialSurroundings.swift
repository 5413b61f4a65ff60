import TimeAndChance

/// All that a source of credentials touches outside of itself.
struct CredentialSurroundings: Sendable {
  let settings: AWSSettings
  let caller: any AWSCalling
  let transport: any HTTPTransport
  let time: any TimeSource
  let random: any RandomSource
  let files: FileReader
  let processes: any ProcessRunning

  /// STS for calls that are signed, which take a Region.
  func sts(for profile: Profile) throws(AWSError) -> STS {
    guard let region = settings.region else {
      throw .noCredentials(
        "\(profile.place(of: "role_arn")): to assume a role a Region is needed: set AWS_REGION, or region in "
          + settings.profile.title)
    }
    return STS(caller: caller, region: region)
  }

  /// STS for calls that are not signed: without a Region its oldest endpoint does.
  var unsignedSTS: STS { STS(caller: caller, region: settings.region ?? "us-east-1") }

  /// A token's file: it must be there and hold text.
  func token(in path: String, named setting: String) throws(AWSError) -> String {
    let bytes: [UInt8]?
    do {
      bytes = try files.read(path)
    } catch {
      throw .noCredentials("\(setting): \(error.message)")
    }
    guard let bytes, let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
      throw .noCredentials("\(setting) names \(path): expected a file there that holds a token")
    }
    return text
  }
}
