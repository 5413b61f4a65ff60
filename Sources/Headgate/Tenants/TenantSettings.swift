package import WorkQueue

/// What Headgate has to know about a tenant, checked.
package struct TenantSettings: Sendable, Hashable {
  package let name: String
  package let roleARN: RoleARN
  package let externalID: String
  package let region: String
  package let mode: Tenant.Mode
  /// Jobs of this tenant that may run at once; nil for the queue's default.
  package let maxRunning: Int?

  package var accountID: String { roleARN.accountID }

  /// What may be a mistake but need not be one.
  package var warnings: [String] {
    if AppFlowRegions.all.contains(region) { return [] }
    let near = NearestName.of(region, among: AppFlowRegions.all).map { " (did you mean \($0)?)" } ?? ""
    return ["\(region) is not among the Regions that are known to have AppFlow\(near)"]
  }

  /// One setting that was refused.
  package struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    /// As the database names it: `role_arn`.
    package let field: String
    /// `'x' is not a role's ARN; expected …`
    package let message: String

    package var description: String { "\(field): \(message)" }
  }

  /// Checks the settings as a person wrote them. Absent optional ones are nil or empty.
  package static func validate(
    name: String, roleARN: String, externalID: String, region: String, mode: String? = nil,
    maxRunning: String? = nil
  ) -> Result<TenantSettings, TenantProblems> {
    var problems: [Problem] = []
    func refuse(_ field: String, _ value: String, _ expected: String) {
      let shown = value.isEmpty ? "is empty" : "'\(value.prefix(80))' is not valid"
      problems.append(Problem(field: field, message: "\(shown); expected \(expected)"))
    }
    if !isName(name) {
      refuse("tenant", name, "1 to 128 letters, digits, '.', '_' or '-', a letter or digit first")
    }
    let role = RoleARN(roleARN)
    if role == nil { refuse("role_arn", roleARN, "the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME") }
    if !isExternalID(externalID) {
      refuse("external_id", externalID, "2 to 1224 letters, digits or characters of _+=,.@:/-")
    }
    if !AppFlowRegions.isWellFormed(region) { refuse("region", region, "an AWS Region such as us-east-1") }
    let givenMode = mode.flatMap { $0.isEmpty ? nil : $0 } ?? Tenant.Mode.tenant.rawValue
    let knownMode = Tenant.Mode(rawValue: givenMode)
    if knownMode == nil { refuse("mode", givenMode, "tenant or isv") }
    let givenLimit = maxRunning.flatMap { $0.isEmpty ? nil : $0 }
    let limit = givenLimit.flatMap { Int($0) }
    if let givenLimit, !maxRunningRange.contains(limit ?? 0) {
      refuse("max_running", givenLimit, "a whole number from 1 to \(maxRunningRange.upperBound)")
    }
    guard problems.isEmpty, let role, let knownMode else { return .failure(TenantProblems(problems)) }
    return .success(
      TenantSettings(
        name: name, roleARN: role, externalID: externalID, region: region, mode: knownMode,
        maxRunning: limit))
  }

  package static let maxRunningRange = 1...10_000

  private init(
    name: String, roleARN: RoleARN, externalID: String, region: String, mode: Tenant.Mode, maxRunning: Int?
  ) {
    self.name = name
    self.roleARN = roleARN
    self.externalID = externalID
    self.region = region
    self.mode = mode
    self.maxRunning = maxRunning
  }

  private static func isName(_ text: String) -> Bool {
    guard (1...128).contains(text.utf8.count), let first = text.utf8.first, isAlphanumeric(first)
    else { return false }
    return text.utf8.allSatisfy { isAlphanumeric($0) || "._-".utf8.contains($0) }
  }

  private static func isExternalID(_ text: String) -> Bool {
    (2...1224).contains(text.utf8.count)
      && text.utf8.allSatisfy { isAlphanumeric($0) || "_+=,.@:/-".utf8.contains($0) }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
