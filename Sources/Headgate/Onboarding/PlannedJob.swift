/// A job that onboarding will insert.
package struct PlannedJob: Sendable, Hashable {
  package let tenant: String
  package let kind: String
  package let idempotencyKey: String
  package let payload: String
  /// As `KindDefinition` names it: `flow/accounts`.
  package let resource: String
  /// Idempotency keys of jobs of the same tenant that have to succeed first.
  package let after: [String]
}
