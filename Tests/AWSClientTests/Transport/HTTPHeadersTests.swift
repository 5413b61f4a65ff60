import Testing

@testable import AWSClient

@Suite("HTTP headers")
struct HTTPHeadersTests {
  @Test("are read from lines: blanks around a value are none of it, a line without a colon is no header")
  func lines() {
    let text =
      "Content-Type:  application/json \r\nnothing\r\nX-Empty:\r\nDate: Mon, 01:02:03\t\n: odd\r\n\r\n"
    #expect(
      HTTPHeaders(lines: Array(text.utf8)).fields.map { "\($0.name)=\($0.value)" }
        == ["Content-Type=application/json", "X-Empty=", "Date=Mon, 01:02:03", "=odd"])
    #expect(HTTPHeaders(lines: []).fields.isEmpty)
  }

  @Test("are found whatever the case of their names, and the first of two")
  func names() {
    let headers: HTTPHeaders = [
      "x-amzn-RequestId": "one", "X-AMZN-REQUESTID": "two", "x-amzn-request-id": "three",
    ]
    #expect(headers["X-Amzn-RequestID"] == "one")
    #expect(headers["x-amzn-requestid-2"] == nil)
    // '[' and '{' differ as 'A' and 'a' do.
    let odd: HTTPHeaders = ["x[": "1"]
    #expect(odd["x{"] == nil)
  }
}
