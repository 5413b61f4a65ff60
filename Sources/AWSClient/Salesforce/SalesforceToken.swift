/// What Salesforce answers to a grant. Its description shows no secret.
package struct SalesforceToken: Sendable, CustomStringConvertible, CustomReflectable {
  package let accessToken: String
  package let instanceURL: String?
  /// Another one than was sent, if the organisation rotates them: the old one is void from now on.
  package let refreshToken: String?

  package var description: String { "SalesforceToken(\(instanceURL ?? ""))" }
  package var customMirror: Mirror { Mirror(self, children: ["instanceURL": instanceURL ?? ""]) }
}
