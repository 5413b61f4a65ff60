package import AWSClient

/// Decides at the door whether a payload can become a job.
package enum PayloadValidator {
  /// - Returns: the payload's value and the resource that the job concerns.
  /// - Throws: everything that is wrong with it.
  @discardableResult
  package static func validate(
    kind: String, payload text: String
  ) throws(PayloadError) -> (value: JSONValue, resource: String) {
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: text)
    } catch {
      throw PayloadError(
        kind: kind, violations: [PayloadViolation(path: "", message: "is not JSON: \(error)")])
    }
    let value = document.value
    let violations = violations(kind: kind, value: value)
    guard violations.isEmpty, let resource = KindCatalog[kind]?.resource(of: value) else {
      throw PayloadError(kind: kind, violations: violations)
    }
    return (value, resource)
  }

  /// Everything that is wrong with a payload; empty if it can be sent.
  /// - Parameter isResolved: the secrets stand in the place of their references, as in the body that goes to AWS.
  package static func violations(
    kind: String, value: JSONValue, isResolved: Bool = false
  ) -> [PayloadViolation] {
    guard let definition = KindCatalog[kind], let shape = ShapeModel.shared.kinds[kind] else {
      let hint = NearestName.hint(kind, among: KindCatalog.all.map(\.kind))
      return [PayloadViolation(path: "", message: "'\(kind)' is not a kind of job\(hint)")]
    }
    return ShapeValidator.violations(
      of: value, in: shape.shape, own: shape.own, topLevelName: "\(kind)'s payload",
      isResolved: isResolved)
      + resourceViolations(definition, value) + policyViolations(kind, value)
  }

  /// The resource orders the jobs, so it has to be known before any secret is.
  private static func resourceViolations(_ definition: KindDefinition, _ value: JSONValue)
    -> [PayloadViolation]
  {
    guard let member = definition.resourceMember, let name = value[member]?.string else { return [] }
    if name.utf8.contains(UInt8(ascii: "{")), name.contains(SecretReference.opening) {
      return [PayloadViolation(path: member, message: "holds a reference; expected the name itself")]
    }
    guard name.isEmpty else { return [] }
    return [PayloadViolation(path: member, message: "is empty; expected a name")]
  }

  private static func policyViolations(_ kind: String, _ value: JSONValue) -> [PayloadViolation] {
    guard kind == "put-bucket-policy", let policy = value["Policy"]?.string else { return [] }
    do {
      _ = try BucketPolicy(parsing: policy)
      return []
    } catch {
      return [PayloadViolation(path: "Policy", message: error.message)]
    }
  }
}
