/// A secret in AWS Secrets Manager, or one member of it.
package struct SecretsManagerReference: Sendable, Hashable, CustomStringConvertible {
  /// A name or an ARN.
  package let id: String
  /// The member of a secret that is a JSON object; nil for the whole string.
  package let jsonKey: String?
  /// `AWSCURRENT` if nil.
  package let versionStage: String?

  package init(id: String, jsonKey: String? = nil, versionStage: String? = nil) {
    self.id = id
    self.jsonKey = jsonKey
    self.versionStage = versionStage
  }

  /// The Region of an ARN, which is where the secret has to be fetched; nil for a name.
  package var region: String? { partOfARN(3) }

  /// The account of an ARN; nil for a name.
  package var accountId: String? { partOfARN(4) }

  private func partOfARN(_ index: Int) -> String? {
    let parts = id.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 7 && parts[0] == "arn" ? String(parts[index]) : nil
  }

  package var description: String {
    guard jsonKey != nil || versionStage != nil else { return id }
    return "\(id):SecretString:\(jsonKey ?? "")" + (versionStage.map { ":\($0)" } ?? "")
  }

  /// - Parameter body: what follows `secretsmanager:`. An ARN holds six colons of its own.
  init(body: Substring) throws(SecretReferenceError) {
    let parts = body.split(separator: ":", omittingEmptySubsequences: false)
    let idParts = parts.first == "arn" ? 7 : 1
    let id = parts.prefix(idParts).joined(separator: ":")
    let rest = Array(parts.dropFirst(idParts))
    guard parts.count >= idParts, Self.isIdentifier(id),
      idParts == 1 || (parts[2] == "secretsmanager" && parts[5] == "secret" && !parts[6].isEmpty)
    else {
      throw Self.malformed("a secret's name or ARN")
    }
    guard rest.isEmpty || rest[0] == "SecretString" else {
      throw Self.malformed("'SecretString' after the secret's name or ARN")
    }
    guard rest.count <= 3 else { throw Self.malformed("nothing after the version stage") }
    self.id = id
    jsonKey = rest.count > 1 && !rest[1].isEmpty ? String(rest[1]) : nil
    versionStage = rest.count > 2 && !rest[2].isEmpty ? String(rest[2]) : nil
  }

  private static func malformed(_ expected: String) -> SecretReferenceError {
    SecretReferenceError(
      "holds a malformed reference to Secrets Manager: expected \(expected), as in "
        + "{{resolve:secretsmanager:NAME:SecretString:KEY}}")
  }

  private static func isIdentifier(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= SecretLimits.maxReferenceBytes
      && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "{") }
  }
}
