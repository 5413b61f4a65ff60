package import AWSClient

/// The body that goes to AWS, made from a job's payload by surgery on its text.
///
/// The same text, token and secrets give the same bytes in every attempt and every process: AppFlow refuses a
/// client token that comes back with other parameters.
package enum AWSBody {
  /// - Parameters:
  ///   - payload: the job's payload, as it was stored.
  ///   - stripping: names of top-level members that are Headgate's own.
  ///   - clientToken: inserted as the last member unless the payload brings its own; nil for operations that
  ///     take none.
  ///   - secrets: the value of every reference in the payload.
  package static func bytes(
    payload: String, stripping: Set<String> = [], clientToken: String? = nil,
    secrets: [SecretReference: String] = [:]
  ) throws(AWSBodyError) -> [UInt8] {
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: payload)
    } catch {
      throw .notJSON(error)
    }
    return try bytes(of: document, stripping: stripping, clientToken: clientToken, secrets: secrets)
  }

  /// The same of a payload that has been read already.
  package static func bytes(
    of document: JSONDocument, stripping: Set<String> = [], clientToken: String? = nil,
    secrets: [SecretReference: String] = [:]
  ) throws(AWSBodyError) -> [UInt8] {
    guard let members = document.root.members else { throw .notAnObject }
    let kept = members.filter { !stripping.contains($0.name) }
    let token = kept.contains { $0.name == "clientToken" } ? nil : clientToken

    var edits = removals(of: stripping, in: document.root, members)
    for member in kept { edits += try resolutions(in: member, secrets) }
    if let token {
      let end = document.root.range.upperBound - 1
      let separator = kept.isEmpty ? "" : ","
      edits.append((end..<end, "\(separator)\"clientToken\":\(JSONEscaping.quoted(token))"))
    }
    edits.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    return document.text(replacing: edits)
  }

  /// The members that are Headgate's own in a payload of this kind.
  package static func ownMembers(of kind: String) -> Set<String> {
    ShapeModel.shared.kinds[kind]?.ownNames ?? []
  }

  /// Whether the operation of this kind makes its effect once only by a client token.
  package static func takesClientToken(_ kind: String) -> Bool {
    let model = ShapeModel.shared
    guard let payload = model.kinds[kind],
      case .structure(let members, _)? = model.shapes[payload.shape]?.form
    else { return false }
    return members["clientToken"] != nil
  }

  private typealias Edit = (range: Range<Int>, replacement: String)

  /// Each removed member goes with one comma: the one before it if a kept member stands before, else the one
  /// after it.
  private static func removals(
    of names: Set<String>, in root: JSONNode, _ members: [JSONNode.Member]
  ) -> [Edit] {
    var edits: [Edit] = []
    var hasKept = false
    for (index, member) in members.enumerated() {
      guard names.contains(member.name) else {
        hasKept = true
        continue
      }
      let next = index + 1 < members.count ? members[index + 1].range.lowerBound : member.range.upperBound
      let start = hasKept ? members[index - 1].range.upperBound : member.range.lowerBound
      edits.append((start..<(hasKept ? member.range.upperBound : next), ""))
    }
    return edits
  }

  private static func resolutions(
    in member: JSONNode.Member, _ secrets: [SecretReference: String]
  ) throws(AWSBodyError) -> [Edit] {
    var edits: [Edit] = []
    try member.value.forEachString { (text, range) throws(AWSBodyError) in
      guard ReferenceText.mayStand(in: text) else { return }
      let parsed: ReferenceText
      do throws(SecretReferenceError) {
        parsed = try ReferenceText(parsing: text)
      } catch {
        throw AWSBodyError.badReference(error)
      }
      guard parsed.hasReferences else { return }
      edits.append((range, JSONEscaping.quoted(try parsed.resolved(with: secrets))))
    }
    return edits
  }
}
