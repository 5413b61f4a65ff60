import Headgate
import Testing
import WorkQueue

@Suite("A tenant's settings")
struct TenantSettingsTests {
  private func validate(
    name: String = "alder", role: String = "arn:aws:iam::100000000001:role/headgate-appflow",
    externalID: String = "hg-alder-7f3a", region: String = "us-east-1", mode: String? = nil,
    maxRunning: String? = nil
  ) -> Result<TenantSettings, TenantProblems> {
    TenantSettings.validate(
      name: name, roleARN: role, externalID: externalID, region: region, mode: mode, maxRunning: maxRunning)
  }

  private func problems(_ result: Result<TenantSettings, TenantProblems>) -> [String] {
    if case .failure(let error) = result { error.problems.map(\.field) } else { [] }
  }

  @Test("Sound settings are taken, and the account read from the role")
  func accepts() throws {
    let tenant = try validate(mode: "isv", maxRunning: "8").get()
    #expect(tenant.accountID == "100000000001" && tenant.mode == .isv && tenant.maxRunning == 8)
    #expect(tenant.warnings == [])
    let plain = try validate(mode: "", maxRunning: "").get()
    #expect(plain.mode == .tenant && plain.maxRunning == nil)
    #expect(
      try validate(role: "arn:aws-us-gov:iam::100000000001:role/a/b/c").get().roleARN.partition
        == "aws-us-gov")
  }

  @Test(
    "A bad name is refused",
    arguments: ["", "-a", ".a", "a b", "ä", "a/b", String(repeating: "a", count: 129)])
  func names(_ name: String) { #expect(problems(validate(name: name)) == ["tenant"]) }

  @Test(
    "What is no role's ARN is refused",
    arguments: [
      "", "arn:aws:iam::1:role/x", "arn:aws:iam::100000000001:user/x", "arn:aws:iam::100000000001:role/",
      "arn:aws:s3:::bucket", "arn:aws:iam:us-east-1:100000000001:role/x", " arn:aws:iam::100000000001:role/x",
      "arn:aws:iam::100000000001:role/x y", "arn:AWS:iam::100000000001:role/x",
    ])
  func roles(_ role: String) { #expect(problems(validate(role: role)) == ["role_arn"]) }

  @Test(
    "A bad external id is refused",
    arguments: ["", "a", "a b", "ä1", "a\n", String(repeating: "a", count: 1225)])
  func externalIDs(_ id: String) { #expect(problems(validate(externalID: id)) == ["external_id"]) }

  @Test(
    "What has not the form of a Region is refused",
    arguments: ["", "us", "us-east", "US-EAST-1", "us-east-1a", "-"])
  func regions(_ region: String) { #expect(problems(validate(region: region)) == ["region"]) }

  @Test("A Region that is not known to have AppFlow is taken with a warning")
  func unknownRegions() throws {
    #expect(
      try validate(region: "eu-centrl-1").get().warnings.first?.contains("did you mean eu-central-1") == true)
    #expect(try validate(region: "us-gov-west-1").get().warnings.count == 1)
    for region in AppFlowRegions.all { #expect(try validate(region: region).get().warnings == []) }
  }

  @Test("A bad limit or mode is refused", arguments: ["0", "-1", "1.5", "many", "10001"])
  func limits(_ limit: String) {
    #expect(problems(validate(maxRunning: limit)) == ["max_running"])
    #expect(problems(validate(mode: limit)) == ["mode"])
  }

  @Test("All that is wrong is said at once")
  func everything() {
    let result = TenantSettings.validate(
      name: "", roleARN: "x", externalID: "", region: "", mode: "y", maxRunning: "z")
    #expect(problems(result) == ["tenant", "role_arn", "external_id", "region", "mode", "max_running"])
  }
}
