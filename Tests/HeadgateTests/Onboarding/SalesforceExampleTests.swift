import AWSClient
import Foundation
import Headgate
import TestSupport
import Testing

@Suite("The example salesforce-to-s3")
struct SalesforceExampleTests {
  private static let folder = PythonReference.repository.appending(path: "examples/salesforce-to-s3").path()

  private func plan() throws -> OnboardingPlan {
    try OnboardingPlan.make(
      try TenantTable.load(file: Self.folder + "/tenants.csv"),
      template: try Template.load(directory: Self.folder + "/template"))
  }

  @Test("It has the 25 tenants, five jobs each, in the order in which they can run")
  func planned() throws {
    let plan = try plan()
    #expect(plan.tenants.count == 25 && plan.jobs.count == 125 && plan.warnings == [])
    for (index, tenant) in plan.tenants.enumerated() {
      let number = String(index + 1)
      #expect(tenant.accountID == "10000000" + String(repeating: "0", count: 4 - number.count) + number)
      #expect(tenant.externalID == "hg-\(tenant.name)-7f3a")
      #expect(tenant.region == (index % 2 == 0 ? "us-east-1" : "eu-central-1"))
    }
    let jobs = plan.jobs.filter { $0.tenant == "alder" }
    let key = { (step: String) in "onboard/salesforce-to-s3/\(step)" }
    #expect(
      jobs.map(\.idempotencyKey)
        == ["assume-role", "put-bucket-policy", "create-connector-profile", "create-flow", "start-flow"].map(
          key))
    #expect(
      jobs.map(\.after) == [
        [], [key("assume-role")], [key("assume-role")],
        [key("put-bucket-policy"), key("create-connector-profile")], [key("create-flow")],
      ])
    #expect(
      jobs.map(\.resource)
        == [
          "role", "bucket/alder-appflow-landing", "profile/alder-salesforce", "flow/alder-accounts",
          "flow/alder-accounts",
        ])
  }

  @Test("botocore takes every payload as it goes out")
  func botocore() throws {
    let script = """
      import botocore.session, botocore.validate, json, sys
      session = botocore.session.get_session()
      services = {'assume-role': 'sts', 'put-bucket-policy': 's3'}
      for line in sys.stdin:
          case = json.loads(line)
          model = session.get_service_model(services.get(case['kind'], 'appflow'))
          name = ''.join(part.capitalize() for part in case['kind'].split('-'))
          payload = case['payload']
          if case['kind'] == 'put-bucket-policy': payload['Policy'] = '{}'
          # The tenant's row has these.
          if case['kind'] == 'assume-role':
              payload |= {'RoleArn': 'arn:aws:iam::100000000001:role/x', 'RoleSessionName': 'headgate'}
          report = botocore.validate.ParamValidator().validate(payload, model.operation_model(name).input_shape)
          print(report.generate_report() if report.has_errors() else 'ok')
      """
    let lines = try plan().jobs.map { job in
      var secrets: [SecretReference: String] = [:]
      for reference in try SecretReference.all(in: JSONDocument(parsing: job.payload)) {
        secrets[reference] = "token"
      }
      let body = try AWSBody.bytes(
        payload: job.payload, stripping: AWSBody.ownMembers(of: job.kind),
        clientToken: AWSBody.takesClientToken(job.kind) ? "headgate-1" : nil, secrets: secrets)
      let value = try JSONDocument(parsing: String(decoding: body, as: UTF8.self)).value
      return JSONValue.object(["kind": .string(job.kind), "payload": value]).text()
    }
    let answers = try PythonReference.lines(script, input: lines)
    #expect(answers == Array(repeating: "ok", count: 125))
  }

  @Test("The credentials are references to the ISV's secrets")
  func secrets() throws {
    let profile = try #require(try plan().jobs.first { $0.kind == "create-connector-profile" })
    let arn = "arn:aws:secretsmanager:us-east-1:999999999999:secret:salesforce/alder"
    #expect(
      try SecretReference.all(in: JSONDocument(parsing: profile.payload)) == [
        .secretsManager(.init(id: arn, jsonKey: "accessToken")),
        .secretsManager(.init(id: arn, jsonKey: "refreshToken")),
      ])
    #expect(
      profile.payload.contains(
        "\"clientCredentialsArn\": \"arn:aws:secretsmanager:us-east-1:100000000001:secret:salesforce-client-alder\""
      ))
  }

  @Test("Two thousand tenants are planned whole")
  func manyTenants() throws {
    let header = "tenant,role_arn,external_id,region,bucket,instance_url\n"
    let rows = (1...2_000).map { number in
      "t\(number),arn:aws:iam::100000000001:role/r,hg-\(number),us-east-1,bucket-\(number),https://t\(number).my.salesforce.com\n"
    }
    let table = try TenantTable(parsing: Array((header + rows.joined()).utf8), file: "many.csv")
    let template = try Template.load(directory: Self.folder + "/template")
    let plan = try OnboardingPlan.make(table, template: template)
    #expect(plan.jobs.count == 10_000)
  }
}
