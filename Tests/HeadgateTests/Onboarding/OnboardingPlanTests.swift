import AWSClient
import Foundation
import Testing

@testable import Headgate

@Suite("The plan for a file of tenants")
struct OnboardingPlanTests {
  static let header = "tenant,role_arn,external_id,region,bucket\n"

  static func row(_ name: String, bucket: String = "landing") -> String {
    "\(name),arn:aws:iam::100000000001:role/headgate,hg-\(name),us-east-1,\(bucket)\n"
  }

  private let files: [(name: String, text: String)] = [
    ("01-assume-role.json", #"{"RoleArn":"${RoleArn}","ExternalId":"${ExternalId}"}"#),
    ("02-put-bucket-policy.json", #"{"Bucket":"${Bucket}","ExpectedBucketOwner":"${AccountId}"}"#),
    ("03-start-flow.json", #"{"flowName":"${Tenant}-${Region}"}"#),
  ]

  private func plan(_ csv: String, file: String = "t.csv") throws -> OnboardingPlan {
    try OnboardingPlan.make(
      try TenantTable(parsing: Array(csv.utf8), file: file),
      template: try Template(name: "demo", files: files))
  }

  private func problems(_ csv: String, _ files: [(name: String, text: String)]? = nil) -> [String] {
    do {
      let table = try TenantTable(parsing: Array(csv.utf8), file: "t.csv")
      _ = try OnboardingPlan.make(table, template: try Template(name: "demo", files: files ?? self.files))
      return []
    } catch { return error.problems.map(\.description) }
  }

  @Test("Each tenant gets each step, with keys, resources and what they wait for")
  func plans() throws {
    let plan = try plan(Self.header + Self.row("alder") + Self.row("ash", bucket: "other"))
    #expect(plan.tenants.map(\.name) == ["alder", "ash"])
    #expect(plan.jobs.count == 6)
    let policy = plan.jobs[4]
    #expect(policy.tenant == "ash" && policy.kind == "put-bucket-policy" && policy.resource == "bucket/other")
    #expect(policy.payload == #"{"Bucket":"other","ExpectedBucketOwner":"100000000001"}"#)
    #expect(policy.idempotencyKey == "onboard/demo/put-bucket-policy")
    #expect(policy.after == ["onboard/demo/assume-role"])
    #expect(plan.jobs[5].payload == #"{"flowName":"ash-us-east-1"}"#)
    #expect(plan.warnings == [])
  }

  @Test("Missing columns are named, with the one that was probably meant")
  func missingColumns() {
    #expect(
      problems("tenant,role,external_id,regoin,bucket\na,b,c,d,e\n") == [
        "t.csv: role_arn: the column is missing",
        "t.csv: region: the column is missing; is it the one named 'regoin'?",
      ])
  }

  @Test("An unknown variable is refused with file, line, the columns there are and the nearest")
  func unknownVariables() {
    let found = problems(
      Self.header + Self.row("alder"), [("01-start-flow.json", "{\n\"flowName\":\"${Buket}\"}")])
    #expect(
      found == [
        "01-start-flow.json:2: ${Buket} is neither a column of t.csv nor built in; did you mean ${bucket}? "
          + "known: Tenant, RoleArn, ExternalId, Region, AccountId, bucket"
      ])
  }

  @Test(
    "A column that holds secrets by its name may hold references only, used or not, and none is repeated",
    arguments: ["password", "Refresh Token", "client_secret", "accessToken"])
  func secretColumns(name: String) throws {
    let header = "tenant,role_arn,external_id,region,bucket,\(name)\n"
    func row(_ value: String) -> String { Self.row("alder").dropLast() + ",\(value)\n" }
    #expect(
      problems(header + row("hunter2hunter2")) == [
        "t.csv:2: \(name): holds a secret in plain text; write a reference instead, such as "
          + "{{resolve:secretsmanager:NAME:SecretString:KEY}}"
      ])
    for value in ["{{resolve:env:ALDER}}", ""] { #expect(problems(header + row(value)) == []) }
    #expect(problems(header + row("{{resolve:env:ALDER}}x")).count == 1)
  }

  @Test("A column may not hide a built-in variable")
  func builtInColumn() {
    let csv = "tenant,role_arn,external_id,region,bucket,account_id\na,b,c,d,e,f\n"
    #expect(problems(csv).count == 1)
  }

  @Test("Every mistake in every row is told with line and field, and no plan is made")
  func rowProblems() {
    let csv =
      Self.header + Self.row("alder") + "b d,x,hg,us-east-1,landing\n" + Self.row("ash", bucket: "NO")
      + Self.row("alder")
    let found = problems(csv)
    #expect(found.count == 4)
    #expect(found[0].hasPrefix("t.csv:3: tenant: 'b d' is not valid; expected"))
    #expect(found[1].hasPrefix("t.csv:3: role_arn: 'x' is not valid; expected the ARN of a role"))
    #expect(
      found[2].hasPrefix("t.csv:4: 02-put-bucket-policy.json: Bucket: has 2 characters; expected at least 3"))
    #expect(found[3] == "t.csv:5: tenant: 'alder' stands already in line 2; expected each tenant once")
  }

  @Test("A line of JSON that lacks a variable is refused")
  func missingValue() throws {
    let line =
      #"{"tenant":"NAME","role_arn":"arn:aws:iam::100000000001:role/r","external_id":"hg","region":"us-east-1"}"#
    let with = line.dropLast() + #","bucket":"landing"}"#
    let error = #expect(throws: OnboardingError.self) {
      try plan("\(with)\n\(line.split(separator: "NAME").joined(separator: "ash"))\n", file: "t.jsonl")
    }
    #expect(
      error?.problems.map(\.description) == [
        "t.jsonl:2: Bucket: is missing; 02-put-bucket-policy.json uses it"
      ])
  }

  @Test("A file full of mistakes gives a bounded list")
  func boundsProblems() throws {
    let csv = Self.header + String(repeating: ",,,,\n", count: 5_000)
    let error = #expect(throws: OnboardingError.self) { try plan(csv) }
    #expect(error?.problems.count == OnboardingLimits.maxProblems)
  }

  @Test("A Region that may be a slip is planned with a warning")
  func warnings() throws {
    let csv = Self.header + "alder,arn:aws:iam::100000000001:role/r,hg,eu-centrl-1,landing\n"
    #expect(try plan(csv).warnings.map(\.line) == [2])
  }

  @Test("A value cannot break out of its string, whatever it holds")
  func injection() throws {
    let csv = Self.header + Self.row("alder")
    let files = [(name: "01-create-flow.json", text: #"{"flowName":"ab","description":"${Bucket}"}"#)]
    let hostile = csv.split(separator: "landing").joined(separator: "\"x\"\",\"\"kmsArn\"\":\"\"y\"")
    let found = problems(hostile, files)
    #expect(!found.contains { $0.contains("kmsArn:") })
    #expect(found.contains { $0.contains("description: '") })
  }
}
