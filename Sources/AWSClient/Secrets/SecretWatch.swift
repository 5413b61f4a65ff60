/// Stands before every request and answer, so that no secret comes in or goes out that the vault does not know: the
/// keys that requests are signed with, what forms and headers carry, the credentials and tokens that answers hand
/// out. It also takes known secrets out of what a service says of a failure, before anybody quotes or cuts it.
package struct SecretWatch: HTTPTransport {
  private let transport: any HTTPTransport
  private let vault: SecretVault

  package init(_ transport: any HTTPTransport, vault: SecretVault) {
    self.transport = transport
    self.vault = vault
  }

  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    learn(request)
    let response = try await transport.send(request)
    guard 200...299 ~= response.status else {
      return HTTPResponse(
        status: response.status, headers: clean(response.headers), body: clean(response.body),
        connectionsOpened: response.connectionsOpened)
    }
    if Self.mayCarrySecrets(request) {
      for value in SecretValues.named(in: response.body) { vault.learn(value) }
    }
    return response
  }

  private func learn(_ request: HTTPRequest) {
    if let signing = request.signing { vault.learn(signing.credentials) }
    for field in request.headers.fields where SecretNames.all.contains(field.name.lowercased()) {
      vault.learn(field.value)
      // `Bearer TOKEN`
      if let space = field.value.firstIndex(of: " ") {
        vault.learn(String(field.value[space...].dropFirst()))
      }
    }
    guard Self.mayCarrySecrets(request) else { return }
    for value in SecretValues.named(in: request.body) { vault.learn(value) }
  }

  /// Of the services that we sign requests for, AppFlow is given only what was resolved, which is known then, and
  /// hands out no secret; nor does S3. Their bodies are large and many.
  private static func mayCarrySecrets(_ request: HTTPRequest) -> Bool {
    !["appflow", "s3"].contains(request.signing?.service)
  }

  private func clean(_ headers: HTTPHeaders) -> HTTPHeaders {
    var clean = HTTPHeaders()
    for field in headers.fields { clean.append(field.name, vault.redacted(field.value)) }
    return clean
  }

  /// The bytes as they came, unless something was taken out: an answer need not be text.
  private func clean(_ body: [UInt8]) -> [UInt8] {
    let text = String(decoding: body, as: UTF8.self)
    let clean = vault.redacted(text)
    return clean == text ? body : Array(clean.utf8)
  }
}
