import AWSClient
import Headgate
import Testing

@Suite("A bucket's policy")
struct BucketPolicyTests {
  private func merge(_ existing: String?, region: String = "us-east-1") throws -> BucketPolicy.Merge {
    try BucketPolicy.merging(existing: existing, bucket: "landing", account: "100000000001", region: region)
  }

  private func changed(_ existing: String?, region: String = "us-east-1") throws -> (
    text: String, value: JSONValue
  ) {
    guard case .changed(let text) = try merge(existing, region: region) else {
      throw BucketPolicyTestFailure.unchanged
    }
    return (text, try JSONDocument(parsing: text).value)
  }

  private enum BucketPolicyTestFailure: Error { case unchanged }

  private let other =
    #"{"Sid":"Other","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::landing"}"#

  @Test("An empty policy gets the statement that AppFlow needs")
  func empty() throws {
    let statement = try #require(try changed(nil).value["Statement"]?.array?.first)
    #expect(statement["Principal"] == ["Service": "appflow.amazonaws.com"])
    #expect(
      Set(statement["Action"]?.array ?? []) == [
        "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts",
        "s3:ListBucketMultipartUploads", "s3:GetBucketAcl", "s3:PutObjectAcl",
      ])
    #expect(statement["Resource"] == ["arn:aws:s3:::landing", "arn:aws:s3:::landing/*"])
    #expect(statement["Condition"]?["StringEquals"] == ["aws:SourceAccount": "100000000001"])
    #expect(
      statement["Condition"]?["ArnLike"] == ["aws:SourceArn": "arn:aws:appflow:us-east-1:100000000001:flow/*"]
    )
  }

  @Test("Merging twice changes nothing, and the text is always the same")
  func idempotent() throws {
    for existing in [nil, "{\"Version\":\"2012-10-17\",\"Statement\":[\(other)]}"] {
      let text = try changed(existing).text
      #expect(try merge(text) == .unchanged)
      for _ in 0..<20 { #expect(try changed(existing).text == text) }
    }
  }

  @Test("Other statements stay as they are, in their order, with Id and Version")
  func keepsOthers() throws {
    let second =
      #"{"Effect":"Allow","Principal":{"AWS":"1"},"Action":["s3:GetObject"],"Resource":"x","Condition":{"a":{"b":["1",true,2]}}}"#
    let policy = try changed("{\"Id\":\"p\",\"Version\":\"2008-10-17\",\"Statement\":[\(other),\(second)]}")
      .value
    let statements = try #require(policy["Statement"]?.array)
    #expect(statements.count == 3)
    #expect(statements[0] == (try JSONDocument(parsing: other).value))
    #expect(statements[1] == (try JSONDocument(parsing: second).value))
    #expect(policy["Id"] == "p" && policy["Version"] == "2008-10-17")
    #expect(
      try changed("{\"Statement\":\(other)}").value["Statement"]?.array?.count == 2, "one without a list")
  }

  @Test("An equivalent statement counts under any Sid, in any order and spelling")
  func equivalent() throws {
    let text = try changed(nil).text
    let statement = try #require(try JSONDocument(parsing: text).value["Statement"]?.array?.first)
    var members = try #require(statement.object)
    members["Sid"] = "Mine"
    members["Action"] = .array((members["Action"]?.array ?? []).reversed())
    members["Principal"] = ["Service": ["appflow.amazonaws.com"]]
    members["Condition"] = [
      "StringEquals": ["AWS:SourceAccount": ["100000000001"]],
      "ArnLike": ["aws:SourceArn": ["arn:aws:appflow:us-east-1:100000000001:flow/*"]],
    ]
    #expect(try merge(JSONValue.object(["Statement": .array([.object(members)])]).text()) == .unchanged)
    members["Effect"] = "Deny"
    let denied = try changed(JSONValue.object(["Statement": .array([.object(members)])]).text())
    #expect(denied.value["Statement"]?.array?.count == 2)
  }

  @Test("Our own statement for another Region is brought up to date where it stands")
  func updatesOwn() throws {
    let text = try changed("{\"Statement\":[\(other)]}").text
    let moved = try changed(text, region: "eu-west-1").value
    #expect(moved["Statement"]?.array?.count == 2)
    #expect(
      moved["Statement"]?.array?[1]["Condition"]?["ArnLike"]?["aws:SourceArn"]
        == "arn:aws:appflow:eu-west-1:100000000001:flow/*")
  }

  @Test(
    "What is no policy is refused",
    arguments: ["", "nonsense", "[]", "{\"Statement\":3}", "{\"Statement\":[3]}"])
  func refuses(_ text: String) { #expect(throws: BucketPolicyError.self) { try merge(text) } }

  @Test("A policy that would be too large for S3 is refused")
  func size() throws {
    let wide = { (count: Int) in
      "{\"Statement\":[{\"Sid\":\"\(String(repeating: "a", count: count))\",\"Effect\":\"Deny\"}]}"
    }
    #expect(throws: Never.self) { try merge(wide(19_000)) }
    #expect(throws: BucketPolicyError.self) { try merge(wide(20_300)) }
    #expect(throws: BucketPolicyError.self) { try merge(wide(30_000)) }
  }
}
