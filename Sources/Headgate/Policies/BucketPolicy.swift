import AWSClient

/// The policy of a bucket that AppFlow writes to.
package struct BucketPolicy: Sendable, Equatable {
  package enum Merge: Sendable, Equatable {
    /// The policy already lets AppFlow in: nothing to write.
    case unchanged
    case changed(newText: String)
  }

  /// S3's limit.
  package static let maxBytes = 20 * 1024
  /// The Sid of the statement that Headgate keeps.
  package static let statementID = "HeadgateAppFlowDestination"

  private let members: [String: JSONValue]
  private let statements: [JSONValue]

  package init(parsing text: String) throws(BucketPolicyError) {
    guard text.utf8.count <= Self.maxBytes else {
      throw BucketPolicyError(
        "the bucket policy has \(text.utf8.count) bytes; S3 accepts at most \(Self.maxBytes)")
    }
    let value: JSONValue
    do {
      value = try JSONDocument(parsing: text).value
    } catch {
      throw BucketPolicyError("the bucket policy is not JSON: \(error)")
    }
    guard let members = value.object else {
      throw BucketPolicyError("the bucket policy is \(value.kindName); expected an object with a Statement")
    }
    switch members["Statement"] {
    case nil: statements = []
    case .object(let statement): statements = [.object(statement)]
    case .array(let list) where list.allSatisfy({ $0.object != nil }): statements = list
    default: throw BucketPolicyError("the bucket policy's Statement is not a list of objects")
    }
    self.members = members
  }

  /// Adds the statement that lets AppFlow write to the bucket, and keeps every other one in its order.
  ///
  /// A statement that already grants just that counts under any Sid; one with our Sid that grants something else
  /// is brought up to date where it stands. The new text depends on the arguments alone.
  /// - Parameter addition: a policy whose statements are wanted besides; one with a Sid that is there replaces it.
  package static func merging(
    existing: String?, adding addition: String? = nil, bucket: String, account: String, region: String
  ) throws(BucketPolicyError) -> Merge {
    let policy = try existing.map { text throws(BucketPolicyError) in try BucketPolicy(parsing: text) }
    let additional = try addition.map { text throws(BucketPolicyError) in try BucketPolicy(parsing: text) }
    let wanted =
      (additional?.statements ?? [])
      + [AppFlowStatement.destination(bucket: bucket, account: account, region: region)]

    var statements = policy?.statements ?? []
    var isChanged = false
    for statement in wanted
    where !statements.contains(where: { AppFlowStatement.areEquivalent($0, statement) }) {
      isChanged = true
      let sid = statement["Sid"]?.string
      if let sid, let same = statements.firstIndex(where: { $0["Sid"]?.string == sid }) {
        statements[same] = statement
      } else {
        statements.append(statement)
      }
    }
    guard isChanged else { return .unchanged }
    let version = policy?.members["Version"] ?? additional?.members["Version"]
    return .changed(newText: try text(version: version, id: policy?.members["Id"], statements))
  }

  private static func text(
    version: JSONValue?, id: JSONValue?, _ statements: [JSONValue]
  ) throws(BucketPolicyError) -> String {
    var members: [String: JSONValue] = [
      "Version": version ?? "2012-10-17", "Statement": .array(statements),
    ]
    members["Id"] = id
    let text = JSONValue.object(members).text()
    guard text.utf8.count <= maxBytes else {
      throw BucketPolicyError(
        "with AppFlow's statement the bucket policy would have \(text.utf8.count) bytes; "
          + "S3 accepts at most \(maxBytes): shorten or merge its other statements")
    }
    return text
  }
}
