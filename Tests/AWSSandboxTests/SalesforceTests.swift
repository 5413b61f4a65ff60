import AWSClient
import AWSSandbox
import Foundation
import Testing

@Suite("Salesforce's token endpoint")
struct SalesforceTests {
  let harness = Harness()
  private let password = [
    "grant_type": "password", "client_id": "app", "client_secret": "app-secret",
    "username": "ann@acme.example", "password": "pw",
  ]

  @Test("issues an access token that AppFlow then accepts, until it expires")
  func issues() async throws {
    let answer = try await harness.salesforce(password)
    #expect(answer.json["instance_url"] == .string(Harness.org))
    #expect(answer.json["refresh_token"] == nil)
    let token = try #require(answer.json["access_token"])
    let profile = Payloads.profile(refreshToken: nil).with(
      "connectorProfileConfig", "connectorProfileCredentials", "Salesforce",
      value: [
        "accessToken": token, "oAuth2GrantType": "CLIENT_CREDENTIALS",
        "clientCredentialsArn": .string(Harness.clientSecret),
      ])
    #expect(try await harness.appflow("CreateConnectorProfile", profile).status == 200)
    harness.time.advance(ms: 2 * 3_600_000)
    let late = try await harness.appflow(
      "CreateConnectorProfile", profile.with("connectorProfileName", value: "late"))
    #expect(late.code == "ConnectorAuthenticationException")
  }

  @Test(
    "refuses bad credentials in Salesforce's words",
    arguments: [
      (["password": "wrong"], "invalid_grant"), (["client_id": "nope"], "invalid_client_id"),
      (["client_secret": "wrong"], "invalid_client"), (["username": "bob@acme.example"], "inactive_user"),
      (["grant_type": "magic"], "unsupported_grant_type"), (["username": ""], "invalid_request"),
    ])
  func refuses(_ changes: [String: String], _ code: String) async throws {
    let answer = try await harness.salesforce(password.merging(changes) { $1 })
    #expect(answer.status == 400)
    #expect(answer.code == code)
    #expect(harness.sandbox.snapshot().journal.isEmpty)
  }

  @Test("rotates the refresh token where the organisation says so, and revokes the old one")
  func rotates() async throws {
    let harness = Harness { $0.salesforce[Harness.org]?.rotatesRefreshTokens = true }
    let form = ["grant_type": "refresh_token", "client_id": "app", "refresh_token": "good"]
    let first = try await harness.salesforce(form)
    let new = try #require(first.json["refresh_token"]?.string)
    #expect(try await harness.salesforce(form).code == "invalid_grant")
    #expect(try await harness.salesforce(form.merging(["refresh_token": new]) { $1 }).status == 200)
  }

  @Test("takes a JWT of an approved app for an active user, on the common host too")
  func jwt() async throws {
    func form(_ subject: String, expiresInSeconds: Int64) -> [String: String] {
      let expiry = harness.time.nowMs() / 1_000 + expiresInSeconds
      let claims = #"{"iss":"app","sub":"\#(subject)","aud":"https://login.salesforce.com","exp":\#(expiry)}"#
      let payload = Data(claims.utf8).base64EncodedString().replacing("=", with: "")
      return [
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "e30.\(payload).c2ln",
      ]
    }
    let host = "login.salesforce.com"
    #expect(
      try await harness.salesforce(form("ann@acme.example", expiresInSeconds: 60), host: host).status == 200)
    #expect(
      try await harness.salesforce(form("ann@acme.example", expiresInSeconds: -1), host: host).code
        == "invalid_grant")
    #expect(
      try await harness.salesforce(form("bob@acme.example", expiresInSeconds: 60), host: host).code
        == "invalid_grant")
  }
}
