/// All that decides what credentials an `AssumeRole` gives.
package struct RoleIdentity: Sendable, Hashable {
  package let roleARN: String
  package let externalId: String?
  /// Where STS is asked.
  package let region: String
  package let sessionName: String
  package let durationSeconds: Int

  package init(
    roleARN: String, externalId: String?, region: String, sessionName: String, durationSeconds: Int = 3600
  ) {
    self.roleARN = roleARN
    self.externalId = externalId
    self.region = region
    self.sessionName = sessionName
    self.durationSeconds = durationSeconds
  }
}
