package import AWSClient

/// The policy statement that AppFlow needs on a bucket.
package enum AppFlowStatement {
  /// What AppFlow does in a destination bucket.
  static let actions = [
    "s3:AbortMultipartUpload", "s3:GetBucketAcl", "s3:ListBucketMultipartUploads",
    "s3:ListMultipartUploadParts", "s3:PutObject", "s3:PutObjectAcl",
  ]

  /// Lets AppFlow, acting for flows of this account and Region only, write to the bucket.
  package static func destination(bucket: String, account: String, region: String) -> JSONValue {
    [
      "Sid": .string(BucketPolicy.statementID),
      "Effect": "Allow",
      "Principal": ["Service": "appflow.amazonaws.com"],
      "Action": .array(actions.map(JSONValue.string)),
      "Resource": [.string("arn:aws:s3:::\(bucket)"), .string("arn:aws:s3:::\(bucket)/*")],
      "Condition": [
        "StringEquals": ["aws:SourceAccount": .string(account)],
        "ArnLike": ["aws:SourceArn": .string("arn:aws:appflow:\(region):\(account):flow/*")],
      ],
    ]
  }

  /// Whether two statements grant the same: the Sid, the order within lists and a list of one against a plain
  /// string make no difference.
  static func areEquivalent(_ left: JSONValue, _ right: JSONValue) -> Bool {
    normalised(left) == normalised(right)
  }

  private static func normalised(_ statement: JSONValue) -> JSONValue {
    guard var members = statement.object else { return statement }
    members["Sid"] = nil
    for (name, value) in members {
      switch name {
      // Actions are matched without regard to case.
      case "Action", "NotAction": members[name] = sortedList(value, lowercased: true)
      case "Resource", "NotResource": members[name] = sortedList(value)
      case "Principal", "NotPrincipal": members[name] = mapValues(value) { sortedList($0) }
      case "Condition":
        members[name] = mapValues(value) { operands in
          guard let object = operands.object else { return operands }
          // Condition keys are matched without regard to case.
          return .object(Dictionary(object.map { ($0.lowercased(), sortedList($1)) }) { first, _ in first })
        }
      default: break
      }
    }
    return .object(members)
  }

  private static func mapValues(_ value: JSONValue, _ transform: (JSONValue) -> JSONValue) -> JSONValue {
    value.object.map { .object($0.mapValues(transform)) } ?? value
  }

  private static func sortedList(_ value: JSONValue, lowercased: Bool = false) -> JSONValue {
    let list = value.array ?? [value]
    let texts = list.compactMap { lowercased ? $0.string?.lowercased() : $0.string }
    guard texts.count == list.count else { return value }
    return .array(Set(texts).sorted().map(JSONValue.string))
  }
}
