/// A profile's `credential_process`: a program that prints credentials as JSON.
struct CredentialProcess: CredentialFinder {
  let surroundings: CredentialSurroundings
  let profile: Profile

  func find(observe: @Sendable (CallRecord) -> Void) async throws(AWSError) -> SourcedCredentials? {
    let words = try words()
    guard let program = words.first else { return nil }
    let place = "credential_process of \(profile.place(of: "credential_process"))"
    let output: [UInt8]
    do {
      output = try await surroundings.processes.run(
        words, environment: surroundings.settings.environment,
        timeoutMs: AWSLimits.credentialProcessTimeoutMs,
        maxOutputBytes: AWSLimits.maxCredentialProcessOutputBytes)
    } catch {
      throw error.reason == .cancelled
        ? .cancelled(.sts, "GetCredentials") : .noCredentials("\(place): \(program) \(error.message)")
    }
    guard let document = try? JSONValue(parsing: output) else {
      throw .noCredentials(
        "\(place): expected \(program) to print a JSON object with Version, AccessKeyId and so on")
    }
    guard document["Version"]?.integer == 1 else {
      throw .noCredentials("\(place): expected \(program) to print \"Version\": 1")
    }
    let credentials = try CredentialDocument.read(
      document, token: "SessionToken", isTemporary: false, from: place)
    let isInCredentials = profile.credentials?.values["credential_process"] != nil
    return SourcedCredentials(
      credentials,
      from: .process(
        program: program, profile: profile.name,
        file: isInCredentials ? profile.credentialsName : profile.configName))
  }

  private func words() throws(AWSError) -> [String] {
    let command: String?
    do {
      command = try profile.text("credential_process")
    } catch {
      throw AWSError(error)
    }
    do {
      return try command.map { text throws(ShellWords.Problem) in try ShellWords.split(text) } ?? []
    } catch {
      throw .noCredentials(
        "\(profile.place(of: "credential_process")): \(error.rawValue): expected a command")
    }
  }
}
