/// One job that a template gives each tenant.
package struct TemplateStep: Sendable {
  /// The file's name without number and extension: `create-flow`, or `create-flow.contacts`.
  package let name: String
  package let kind: String
  package let file: String
  /// Names of the steps that have to succeed first.
  package let after: [String]
  /// Appended to the idempotency key; changed to run a step anew. May hold no variables.
  package let keySuffix: String?

  let text: TemplateText
}
