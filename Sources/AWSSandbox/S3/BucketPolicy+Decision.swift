extension BucketPolicy {
  enum Principal: Sendable {
    case service(String)
    case account(String, arn: String)
  }

  struct Request: Sendable {
    let principal: Principal
    /// `s3:PutObject`
    let action: String
    /// The ARN of the bucket or of an object in it.
    let resource: String
    /// Condition keys in lower case.
    let conditions: [String: String]
  }

  /// A denial wins over every permission.
  func allows(_ request: Request) -> Bool {
    let matching = statements.filter { $0.concerns(request) }
    return matching.contains { $0.isAllow } && !matching.contains { !$0.isAllow }
  }
}

extension BucketPolicyStatement {
  func concerns(_ request: BucketPolicy.Request) -> Bool {
    let isNamed = principals.contains { $0.covers(request.principal) }
    let acts = actions.contains { Wildcard.matches($0, request.action, ignoringCase: true) }
    let applies = resources.contains { Wildcard.matches($0, request.resource) }
    return isNamed != negatesPrincipals && acts != negatesActions && applies != negatesResources
      && conditions.allSatisfy { $0.holds(request.conditions) ?? !isAllow }
  }
}

extension BucketPolicyStatement.Principal {
  func covers(_ principal: BucketPolicy.Principal) -> Bool {
    if value == "*" && (kind == "AWS" || kind == "*") { return true }
    switch principal {
    case .service(let name): return kind == "Service" && value == name
    case .account(let account, let arn):
      return kind == "AWS" && [account, "arn:aws:iam::\(account):root", arn].contains(value)
    }
  }
}

extension BucketPolicyStatement.Condition {
  /// Nil if the sandbox does not know the operator: such a statement neither grants nor fails to deny.
  func holds(_ context: [String: String]) -> Bool? {
    var name = operatorName
    let ifExists = name.hasSuffix("IfExists")
    if ifExists { name = String(name.dropLast(8)) }
    guard let actual = context[key.lowercased()] else { return ifExists || name.contains("Not") }
    switch name {
    case "StringEquals": return values.contains(actual)
    case "StringEqualsIgnoreCase": return values.contains { $0.lowercased() == actual.lowercased() }
    case "StringNotEquals": return !values.contains(actual)
    case "StringLike": return values.contains { Wildcard.matches($0, actual) }
    case "StringNotLike": return !values.contains { Wildcard.matches($0, actual) }
    case "ArnLike", "ArnEquals": return values.contains { Self.matchesArn($0, actual) }
    case "ArnNotLike", "ArnNotEquals": return !values.contains { Self.matchesArn($0, actual) }
    default: return nil
    }
  }

  /// Each of an ARN's six parts is compared by itself, so an empty Region matches no real one.
  private static func matchesArn(_ pattern: String, _ arn: String) -> Bool {
    if pattern == "*" { return true }
    let left = pattern.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    let right = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    return left.count == right.count
      && zip(left, right).allSatisfy { Wildcard.matches(String($0), String($1)) }
  }
}
