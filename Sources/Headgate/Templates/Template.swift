/// The jobs that onboard one tenant, with variables for what differs between tenants.
///
/// A directory holds one payload a file, `NN-KIND.json` or `NN-KIND.LABEL.json`, and perhaps `template.json`:
///
///     {"name": "salesforce-to-s3", "description": "…",
///      "steps": {"create-flow": {"after": ["create-connector-profile"], "keySuffix": "v2"}}}
///
/// What `template.json` does not say is assumed: a profile and a bucket policy wait for the role, a flow for
/// both, a start for the flow.
package struct Template: Sendable {
  package let name: String
  package let description: String?
  /// Each after those that it waits for.
  package let steps: [TemplateStep]

  /// - Parameters:
  ///   - name: the directory's name, unless `template.json` gives another.
  ///   - files: the directory's `.json` files, names and contents.
  package init(name: String, files: [(name: String, text: String)]) throws(OnboardingError) {
    var reader = TemplateReader()
    reader.read(files)
    guard reader.problems.isEmpty else { throw OnboardingError(reader.problems) }
    self.name = reader.settings.name ?? name
    description = reader.settings.description
    steps = reader.steps
  }

  /// The idempotency key of a step's job: the same for every run, so that a second run adds nothing.
  package func idempotencyKey(of step: TemplateStep) -> String {
    "onboard/\(name)/\(step.name)" + (step.keySuffix.map { "/\($0)" } ?? "")
  }

  /// Variables that every tenant has, whatever the columns of the file.
  static let builtInVariables = ["Tenant", "RoleArn", "ExternalId", "Region", "AccountId"]
}
