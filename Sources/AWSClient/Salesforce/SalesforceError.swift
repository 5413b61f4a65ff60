/// Why Salesforce gave no token.
package struct SalesforceError: Error, Sendable, Equatable {
  /// Salesforce's `error`, such as `invalid_grant`; else the transport's reason.
  package let code: String
  /// Salesforce's `error_description`, without a secret.
  package let message: String
  /// Whether asking again can help. It must not be tried where it cannot: repeated wrong passwords lock the user
  /// out.
  package let isTransient: Bool
}
