import AWSClient
import Testing
import TimeAndChance

@testable import AWSSandbox

@Suite("Signatures of requests that came over HTTP")
struct RequestSignatureTests {
  @Test(
    "HMAC-SHA256 gives RFC 4231's values",
    arguments: [
      (
        [UInt8](repeating: 0x0B, count: 20), "Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
      ([], "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
    ])
  func hmac(key: [UInt8], message: String, code: String) {
    #expect(HMACSHA256.hex(Array(message.utf8), key: key) == code)
  }

  @Test("a signature is that of the example in AWS's documentation")
  func documentedExample() throws {
    let text =
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
      + "SignedHeaders=content-type;host;x-amz-date, Signature=00"
    let signature = RequestSignature(
      request: HTTPRequest(
        method: "GET", url: "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
        headers: [
          "Content-Type": "application/x-www-form-urlencoded; charset=utf-8", "Host": "iam.amazonaws.com",
          "X-Amz-Date": "20150830T123600Z",
        ], timeoutMs: 1),
      authorization: try #require(AuthorizationHeader(text)), timestamp: "20150830T123600Z")
    #expect(
      signature.expected(secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
        == "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")
  }

  @Test("names the service, the Region and the caller, once it is right")
  func acceptsWhatIsSigned() async throws {
    let harness = Harness()
    let answer = try await harness.send(try signed("tenant-secret"))
    #expect(answer.status == 200)
    #expect(answer.json["flows"] == [])
    #expect(try await harness.send(try signed("another-secret")).code == "InvalidSignatureException")
    harness.time.advance(ms: 300_000)
    #expect(try await harness.send(try signed("tenant-secret")).status == 200)
    harness.time.advance(ms: 1_000)
    let late = try await harness.send(try signed("tenant-secret"))
    #expect(late.code == "InvalidSignatureException")
    #expect(late.message.contains("Signature expired: 20251009T085320Z is now earlier than 20251009T085321Z"))
  }

  @Test(
    "what is not a whole Authorization header is none",
    arguments: [
      "", "Basic abc", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=A/20260101/r/s/aws4_request",
      "AWS4-HMAC-SHA256 Credential=A/20260101/r/s, SignedHeaders=host, Signature=00",
      "AWS4-HMAC-SHA256 Credential=A/20260101/r/s/aws4_requests, SignedHeaders=host, Signature=00",
    ])
  func malformed(text: String) { #expect(AuthorizationHeader(text) == nil) }

  /// A ListFlows at the time where the harness's clock begins.
  private func signed(_ secret: String) throws -> HTTPRequest {
    let timestamp = "20251009T085320Z"
    var request = HTTPRequest(
      method: "POST", url: "http://127.0.0.1:8080/list-flows",
      headers: ["Host": "127.0.0.1:8080", "X-Amz-Date": timestamp], body: Array("{}".utf8),
      timeoutMs: 1_000)
    let start =
      "AWS4-HMAC-SHA256 Credential=AKIDTENANT/20251009/eu-central-1/appflow/aws4_request, "
      + "SignedHeaders=host;x-amz-date, Signature="
    let signature = RequestSignature(
      request: request, authorization: try #require(AuthorizationHeader(start + "0")), timestamp: timestamp)
    request.headers.append("Authorization", start + signature.expected(secretAccessKey: secret))
    return request
  }
}
