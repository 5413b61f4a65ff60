import Testing

@testable import AWSClient

@Suite("What is refused before it is sent")
struct RequestCheckTests {
  private func problem(
    _ url: String, _ headers: HTTPHeaders = [:], service: String? = "appflow"
  ) -> String? {
    let signing = service.map {
      SigV4Signing(credentials: SignatureTests.key, region: "eu-central-1", service: $0)
    }
    return RequestCheck.problem(
      with: HTTPRequest(method: "POST", url: url, headers: headers, signing: signing, timeoutMs: 1_000))
  }

  @Test("a path that libcurl signs wrongly, where it is signed at all")
  func paths() {
    for url in ["https://example.com/a:b", "https://example.com:8443/a%20b", "http://h/%"] {
      #expect(problem(url)?.contains("signed wrongly outside S3") == true, "\(url)")
      #expect(problem(url, service: "s3") == nil, "\(url)")
      #expect(problem(url, service: nil) == nil, "\(url)")
    }
    for url in [
      "https://example.com:8443/", "https://example.com:8443", "https://example.com/a?b=c:d%20",
      "https://example.com?b=/:%",
    ] {
      #expect(problem(url) == nil, "\(url)")
    }
  }

  @Test("characters that must be encoded in a URL")
  func characters() {
    for url in ["https://example.com/a b", "https://example.com/ä", "https://example.com/\u{7F}"] {
      #expect(problem(url)?.contains("not percent-encoded") == true, "\(url)")
    }
  }

  @Test("headers that libcurl would sign in the wrong order, make itself, or leave out")
  func headers() {
    let url = "https://example.com/"
    #expect(problem(url, ["Content-Type": "a", "x-amz-acl": "b"]) == nil)
    #expect(problem(url, ["X-Amz": "a", "x-amz-acl": "b"])?.contains("is the beginning of") == true)
    #expect(problem(url, ["X-Amz-D": "a"])?.contains("is the beginning of x-amz-date") == true)
    #expect(problem(url, ["Host-Of": "a"])?.contains("is the beginning of") == true)
    #expect(problem(url, ["HOST": "a"])?.contains("is made when") == true)
    #expect(problem(url, ["a": "1", "A": "2"]) == "a header is given twice")
    #expect(problem(url, ["a b": "1"])?.contains("HTTP does not allow") == true)
    #expect(problem(url, ["": "1"])?.contains("HTTP does not allow") == true)
    #expect(problem(url, ["a": ""])?.contains("has no value") == true)
    #expect(problem(url, ["a": "b\nc"])?.contains("control characters") == true)
  }
}
