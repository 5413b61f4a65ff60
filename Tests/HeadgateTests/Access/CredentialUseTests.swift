import AWSClient
import Headgate
import Testing

@Suite("which credentials a job rests on")
struct CredentialUseTests {
  private static let role = CredentialKey.role(of: "acme")
  private static let arn = "arn:aws:iam::123456789012:role/r"

  private static func use(_ kind: String, _ payload: JSONValue = [:], isv: Bool = false) -> CredentialUse {
    CredentialUse(
      kind: kind, payload: payload, tenant: "acme", assumesRole: !isv, roleARN: isv ? nil : arn)
  }

  private static func error(
    _ service: AWSService, _ operation: String, _ errorClass: ErrorClassification.Class, _ reason: String,
    status: Int? = 403
  ) -> AWSError {
    AWSError(
      service: service, operation: operation, httpStatus: status, code: "C", message: "", requestId: nil,
      classification: ErrorClassification(errorClass, reason), mayHaveBeenProcessed: false)
  }

  @Test("needs what it is sent with, proves what it is there to try")
  func uses() {
    #expect(Self.use("stop-flow") == CredentialUse(needs: [.worker, Self.role]))
    #expect(Self.use("stop-flow", isv: true) == CredentialUse(needs: [.worker]))
    #expect(Self.use("assume-role") == CredentialUse(needs: [.worker], proves: [Self.role]))
    #expect(Self.use("assume-role", ["RoleArn": .string(Self.arn)]).proves == [Self.role])
    #expect(Self.use("assume-role", ["RoleArn": "arn:aws:iam::1:role/other"]).proves.isEmpty)
    #expect(
      Self.use("update-connector-profile", ["connectorProfileName": "sf"])
        == CredentialUse(needs: [.worker, Self.role], proves: [.profile("sf", of: "acme")]))
    let flow: JSONValue = [
      "sourceFlowConfig": ["connectorProfileName": "sf"],
      "destinationFlowConfigList": [["connectorProfileName": "snow"], [:]],
    ]
    #expect(
      Self.use("create-flow", flow).needs
        == [.worker, Self.role, .profile("sf", of: "acme"), .profile("snow", of: "acme")])
  }

  @Test("an error speaks against the credentials that it was made with")
  func refused() {
    let use = Self.use("create-flow", ["sourceFlowConfig": ["connectorProfileName": "sf"]])
    let denied = Self.error(.sts, "AssumeRole", .permanent, "assume-role-denied")
    let expired = Self.error(.sts, "AssumeRole", .credentials, "aws-credentials")
    let session = Self.error(.appflow, "CreateFlow", .credentials, "aws-credentials")
    let connector = Self.error(.appflow, "CreateFlow", .connectorCredentials, "connector-credentials")
    let access = Self.error(.appflow, "CreateFlow", .permanent, "access-denied")
    #expect(use.refused(by: denied) == Self.role)
    #expect(use.refused(by: expired) == .worker)
    #expect(use.refused(by: session) == Self.role)
    #expect(use.refused(by: connector) == .profile("sf", of: "acme"))
    #expect(use.refused(by: access) == nil)
    #expect(Self.use("create-flow", isv: true).refused(by: session) == .worker)
    #expect(Self.use("start-flow").refused(by: connector) == nil)
  }

  @Test("a service that looked at the request proves role and worker good, and nothing else does")
  func proven() {
    let use = Self.use("create-flow", ["sourceFlowConfig": ["connectorProfileName": "sf"]])
    #expect(
      use.proven(by: Self.error(.appflow, "CreateFlow", .permanent, "invalid-request")) == [
        .worker, Self.role,
      ])
    #expect(use.proven(by: Self.error(.appflow, "CreateFlow", .permanent, "signature")).isEmpty)
    #expect(use.proven(by: Self.error(.appflow, "CreateFlow", .transient, "server-error")).isEmpty)
    #expect(use.proven(by: Self.error(.appflow, "CreateFlow", .throttle, "throttled", status: nil)).isEmpty)
    #expect(use.proven(by: Self.error(.sts, "AssumeRole", .permanent, "assume-role-denied")).isEmpty)
  }
}
