import AWSClient
import Testing

@Suite("reading a refusal")
struct ServiceFailureTests {
  private func read(_ body: String, headers: HTTPHeaders = [:], status: Int = 400) -> ServiceFailure {
    ServiceFailure(reading: HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
  }

  @Test("the code comes from the header, else from the body, without what surrounds it")
  func codes() {
    #expect(read("{}", headers: ["X-Amzn-ErrorType": "FooError"]).code == "FooError")
    #expect(read("{}", headers: ["x-amzn-errortype": "FooError:http://a.b/c#D/"]).code == "FooError")
    #expect(read("{}", headers: ["x-amzn-errortype": "aws.protocol#FooError:http://a/"]).code == "FooError")
    #expect(read(#"{"code":"A","__type":"B"}"#).code == "A")
    #expect(read(#"{"Code":"A"}"#).code == "A")
    #expect(read(#"{"__type":"com.amazon.coral#B"}"#).code == "B")
    #expect(read(#"{"__type":"A"}"#, headers: ["x-amzn-errortype": "B"]).code == "B")
    #expect(read("", status: 503).code == "HTTP503")
    #expect(read("<html>busy</html>", status: 502).code == "HTTP502")
    #expect(read("[1]", headers: ["x-amzn-errortype": "::"], status: 500).code == "HTTP500")
  }

  @Test("the message and the request's id come in every service's way")
  func messages() {
    let json = read(#"{"message":"no"}"#, headers: ["x-amzn-RequestId": "r-1"])
    #expect(json.message == "no")
    #expect(json.requestId == "r-1")
    #expect(read(#"{"Message":"No"}"#).message == "No")
    let sts = read(
      "<ErrorResponse xmlns=\"x\"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>a &lt; b</Message>"
        + "</Error><RequestId>r-2</RequestId></ErrorResponse>")
    #expect(sts == ServiceFailure(code: "AccessDenied", message: "a < b", requestId: "r-2"))
    let s3 = read("<Error><Code>NoSuchBucket</Code><Message>m</Message><RequestId>r-3</RequestId></Error>")
    #expect(s3 == ServiceFailure(code: "NoSuchBucket", message: "m", requestId: "r-3"))
    #expect(read("", status: 503).message.contains("503"))
  }

  @Test("a message keeps no secret and stays short")
  func redaction() {
    let token = "FwoGZXIvYXdzEXAMPLETOKEN"
    let refused =
      "The request signature we calculated does not match.\n\nThe Canonical String for this request should have been\n"
      + "'POST\nx-amz-security-token:\(token)'"
    #expect(
      MessageRedaction.clean(refused, secrets: []) == "The request signature we calculated does not match.")
    #expect(
      MessageRedaction.clean("bad token \(token)!", secrets: [token, ""]) == "bad token [redacted]!")
    #expect(MessageRedaction.clean("a.b", secrets: ["a"]) == "a.b")
    #expect(
      MessageRedaction.clean(String(repeating: "x", count: 5_000), secrets: []).count
        == AWSLimits.maxErrorMessageCharacters)
  }
}
