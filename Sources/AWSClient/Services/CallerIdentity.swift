/// Whose credentials these are.
package struct CallerIdentity: Sendable, Equatable {
  package let account: String
  package let arn: String
  package let userId: String

  package init(account: String, arn: String, userId: String) {
    self.account = account
    self.arn = arn
    self.userId = userId
  }
}
