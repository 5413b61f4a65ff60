import AWSClient
import Testing

@Suite("how long a service asks us to wait")
struct RetryAfterTests {
  // Sun, 06 Nov 1994 08:49:37 GMT
  private let thenMs: Int64 = 784_111_777_000

  @Test("seconds, a date, or milliseconds, which win")
  func forms() {
    #expect(RetryAfter.parse([:], nowMs: 0) == nil)
    #expect(RetryAfter.parse(["Retry-After": "7"], nowMs: 0) == 7_000)
    #expect(RetryAfter.parse(["retry-after": "0"], nowMs: 0) == 0)
    #expect(RetryAfter.parse(["Retry-After": "7", "x-amz-retry-after": "1500"], nowMs: 0) == 1_500)
    let date: HTTPHeaders = ["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"]
    #expect(RetryAfter.parse(date, nowMs: thenMs - 2_500) == 2_500)
    #expect(RetryAfter.parse(date, nowMs: thenMs + 1) == 0)
  }

  @Test("nonsense is no wish, and no wish is longer than the limit")
  func bounds() {
    for text in ["-1", "soon", "1.5", "", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET"] {
      #expect(RetryAfter.parse(["Retry-After": text], nowMs: 0) == nil)
    }
    #expect(RetryAfter.parse(["Retry-After": "9223372036854775807"], nowMs: 0) == AWSLimits.maxRetryAfterMs)
    #expect(RetryAfter.parse(["x-amz-retry-after": "99999999999"], nowMs: 0) == AWSLimits.maxRetryAfterMs)
    #expect(
      RetryAfter.parse(["Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"], nowMs: 0)
        == AWSLimits.maxRetryAfterMs)
  }

  @Test("moments in AWS's two forms")
  func timestamps() {
    #expect(Timestamp.parseHTTPDate("Thu, 01 Jan 1970 00:00:00 GMT") == 0)
    #expect(Timestamp.parseHTTPDate("Tue, 29 Feb 2000 12:00:00 GMT") == 951_825_600_000)
    #expect(Timestamp.parseISO8601("2030-01-02T03:04:05Z") == 1_893_553_445_000)
    #expect(Timestamp.parseISO8601("2030-01-02T03:04:05.678Z") == 1_893_553_445_678)
    #expect(Timestamp.parseISO8601("tomorrow") == nil)
  }
}
