import AWSClient

/// A bucket policy, as far as it decides who may do what: principals, actions, resources and the conditions that
/// AppFlow's statements use.
struct BucketPolicy: Sendable {
  struct Malformed: Error, Sendable {
    let message: String
  }

  let statements: [BucketPolicyStatement]

  init(parsing text: String) throws(Malformed) {
    guard text.utf8.first == UInt8(ascii: "{"), let document = (try? JSONValue(parsing: text))?.object else {
      throw Malformed(message: "Policies must be valid JSON and the first byte must be '{'")
    }
    for name in document.keys.sorted() where !["Version", "Id", "Statement"].contains(name) {
      throw Malformed(message: "Unknown field \(name)")
    }
    if let version = document["Version"], version != "2012-10-17", version != "2008-10-17" {
      throw Malformed(message: "The policy must contain a valid version string")
    }
    guard let statement = document["Statement"] else {
      throw Malformed(message: "Missing required field Statement")
    }
    let list = statement.array ?? [statement]
    guard !list.isEmpty else {
      throw Malformed(message: "Could not parse the policy: Statement is empty!")
    }
    var statements: [BucketPolicyStatement] = []
    for value in list { statements.append(try BucketPolicyStatement(value)) }
    let ids = statements.compactMap(\.id)
    guard Set(ids).count == ids.count else {
      throw Malformed(message: "Statement IDs (SID) in a single policy must be unique.")
    }
    self.statements = statements
  }

  /// What S3 demands of the policy of this very bucket.
  func check(bucket: String) throws(Malformed) {
    let arn = "arn:aws:s3:::\(bucket)"
    for statement in statements {
      for resource in statement.resources {
        guard resource == arn || resource.hasPrefix("\(arn)/") || resource == "\(arn)*" else {
          throw Malformed(message: "Policy has invalid resource")
        }
      }
      for action in statement.actions where !statement.resources.isEmpty && !action.contains("*") {
        let wantsBucket = Self.isBucketAction(action)
        guard statement.resources.contains(where: { $0.hasSuffix("*") || $0.contains("/") != wantsBucket })
        else { throw Malformed(message: "Action does not apply to any resource(s) in statement") }
        if wantsBucket, statement.resources.allSatisfy({ $0.contains("/") }) {
          throw Malformed(message: "Action does not apply to any resource(s) in statement")
        }
      }
    }
  }

  /// Actions on the bucket itself, not on the objects in it.
  static func isBucketAction(_ action: String) -> Bool {
    let name = action.lowercased()
    return name.contains("bucket") || name == "s3:listmultipartuploads"
  }
}
