/// Where a secret is kept, in the form of CloudFormation's dynamic references. A payload holds this, never the
/// secret.
///
///     {{resolve:secretsmanager:ID-OR-ARN}}                           the whole secret string
///     {{resolve:secretsmanager:ID-OR-ARN:SecretString:KEY}}          one member of a secret that is JSON
///     {{resolve:secretsmanager:ID-OR-ARN:SecretString:KEY:STAGE}}    of the version with that stage
///     {{resolve:env:NAME}}
///     {{resolve:file:/PATH}}
package enum SecretReference: Sendable, Hashable, CustomStringConvertible {
  case secretsManager(SecretsManagerReference)
  case environment(name: String)
  case file(path: String)

  static let opening = "{{resolve:"
  static let closing = "}}"

  /// - Parameter text: the whole reference, braces included.
  package init(parsing text: String) throws(SecretReferenceError) {
    guard text.hasPrefix(Self.opening), text.hasSuffix(Self.closing),
      text.utf8.count <= SecretLimits.maxReferenceBytes
    else {
      throw SecretReferenceError("is no reference; expected {{resolve:SERVICE:…}}")
    }
    try self.init(body: text.dropFirst(Self.opening.count).dropLast(Self.closing.count))
  }

  /// - Parameter body: what stands between `{{resolve:` and `}}`. No error repeats it: somebody may have written the
  ///   secret itself there.
  init(body: Substring) throws(SecretReferenceError) {
    let service = body.prefix { $0 != ":" }
    let rest = body.dropFirst(service.count + 1)
    switch service {
    case "secretsmanager": self = .secretsManager(try SecretsManagerReference(body: rest))
    case "env":
      guard Self.isVariableName(rest) else {
        throw SecretReferenceError(
          "holds a reference that names no environment variable; expected {{resolve:env:NAME}}")
      }
      self = .environment(name: String(rest))
    case "file":
      guard rest.hasPrefix("/"), !rest.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
        throw SecretReferenceError(
          "holds a reference that names no file; expected an absolute path, as in {{resolve:file:/PATH}}")
      }
      self = .file(path: String(rest))
    default:
      throw SecretReferenceError(
        "holds a reference to an unknown place"
          + NearestName.hint(String(service), among: ["secretsmanager", "env", "file"]))
    }
  }

  package var description: String {
    switch self {
    case .secretsManager(let reference): "\(Self.opening)secretsmanager:\(reference)\(Self.closing)"
    case .environment(let name): "\(Self.opening)env:\(name)\(Self.closing)"
    case .file(let path): "\(Self.opening)file:\(path)\(Self.closing)"
    }
  }

  private static func isVariableName(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }
}
