import AWSClient

/// One statement of a bucket policy.
struct BucketPolicyStatement: Sendable {
  struct Principal: Sendable {
    /// `Service`, `AWS`, `Federated`, `CanonicalUser`, or `*`.
    let kind: String
    let value: String
  }

  struct Condition: Sendable {
    let operatorName: String
    let key: String
    let values: [String]
  }

  let id: String?
  let isAllow: Bool
  let principals: [Principal]
  let negatesPrincipals: Bool
  let actions: [String]
  let negatesActions: Bool
  let resources: [String]
  let negatesResources: Bool
  let conditions: [Condition]

  init(_ value: JSONValue) throws(BucketPolicy.Malformed) {
    guard let members = value.object else {
      throw BucketPolicy.Malformed(message: "Could not parse the policy: Statement must be an object")
    }
    let known: Set<String> = [
      "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
      "Condition",
    ]
    for name in members.keys.sorted() where !known.contains(name) {
      throw BucketPolicy.Malformed(message: "Unknown field \(name)")
    }
    id = members["Sid"]?.string
    switch members["Effect"] {
    case "Allow": isAllow = true
    case "Deny": isAllow = false
    case nil: throw BucketPolicy.Malformed(message: "Missing required field Effect")
    default: throw BucketPolicy.Malformed(message: "Invalid effect: \(members["Effect"]?.string ?? "")")
    }
    negatesPrincipals = members["NotPrincipal"] != nil
    principals = try Self.principals(members["Principal"] ?? members["NotPrincipal"])
    negatesActions = members["NotAction"] != nil
    actions = try Self.texts(members["Action"] ?? members["NotAction"], "Action")
    negatesResources = members["NotResource"] != nil
    resources = try Self.texts(members["Resource"] ?? members["NotResource"], "Resource")
    for action in actions where action != "*" && !action.lowercased().hasPrefix("s3:") {
      throw BucketPolicy.Malformed(message: "Policy has invalid action")
    }
    conditions = try Self.conditions(members["Condition"])
  }

  private static func texts(_ value: JSONValue?, _ name: String) throws(BucketPolicy.Malformed) -> [String] {
    guard let value else { throw BucketPolicy.Malformed(message: "Missing required field \(name)") }
    let texts = (value.array ?? [value]).compactMap(\.string)
    guard !texts.isEmpty, texts.count == (value.array ?? [value]).count else {
      throw BucketPolicy.Malformed(message: "Policy has invalid \(name.lowercased())")
    }
    return texts
  }

  private static func principals(_ value: JSONValue?) throws(BucketPolicy.Malformed) -> [Principal] {
    guard let value else { throw BucketPolicy.Malformed(message: "Missing required field Principal") }
    if value == "*" { return [Principal(kind: "*", value: "*")] }
    let kinds: Set<String> = ["AWS", "Service", "Federated", "CanonicalUser"]
    guard let members = value.object, !members.isEmpty, members.keys.allSatisfy(kinds.contains) else {
      throw BucketPolicy.Malformed(message: "Invalid policy syntax.")
    }
    var principals: [Principal] = []
    for (kind, value) in members {
      for text in try texts(value, "Principal") {
        guard isPlausible(text, kind) else {
          throw BucketPolicy.Malformed(message: "Invalid principal in policy")
        }
        principals.append(Principal(kind: kind, value: text))
      }
    }
    return principals
  }

  private static func isPlausible(_ text: String, _ kind: String) -> Bool {
    switch kind {
    case "AWS":
      text == "*" || text.hasPrefix("arn:aws:iam::") || text.hasPrefix("arn:aws:sts::")
        || (text.count == 12 && text.allSatisfy(\.isNumber))
    case "Service": text.hasSuffix(".amazonaws.com")
    default: !text.isEmpty
    }
  }

  private static func conditions(_ value: JSONValue?) throws(BucketPolicy.Malformed) -> [Condition] {
    guard let value else { return [] }
    guard let operators = value.object else {
      throw BucketPolicy.Malformed(message: "Conditions must be an object")
    }
    var conditions: [Condition] = []
    for (name, keys) in operators {
      guard let keys = keys.object else {
        throw BucketPolicy.Malformed(message: "Invalid Condition type : \(name)")
      }
      for (key, value) in keys {
        let values = (value.array ?? [value]).compactMap { $0.string ?? $0.bool.map { "\($0)" } }
        conditions.append(Condition(operatorName: name, key: key, values: values))
      }
    }
    return conditions
  }
}
