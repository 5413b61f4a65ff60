/// Why Salesforce gave no token.
package struct SalesforceError: Error, Sendable, Equatable {
  /// Salesforce's `error`, such as `invalid_grant`; else the transport's reason.
  package let code: String
  /// Salesforce's `error_description`, without a secret.
  package let message: String
  /// Refused credentials must not be sent again: repeated wrong passwords lock the user out.
  package let classification: ErrorClassification
  package var retryAfterMs: Int64?
}
