import AWSClient
import Foundation
import Testing

@testable import AWSSandbox

@Suite("The JSON reader")
struct JSONReaderTests {
  @Test(
    "reads what JSONDecoder reads",
    arguments: [
      "null", " true ", "false", "0", "-0", "12", "-9223372036854775808", "1.5", "1.0",
      "12345678901234567890", "-2e3", "1E+2", #""""#,
      #""a\"b\\c\/d\b\f\n\r\te""#, #""é\u00e9\ud83d\ude00😀""#, "[]", "[ 1 , [2], {} ]", "{}",
      #"{"a":{"b":[null,true,"x"]},"c":-1}"#, "\n{\t\"k\" : \"v\"\r}\n", Payloads.flow().text(),
      Payloads.policy(),
    ])
  func reads(_ text: String) throws {
    #expect(JSONReader.read(text) == (try JSONValue(parsing: text)))
  }

  @Test(
    "refuses what is not JSON",
    arguments: [
      "", " ", "nul", "True", "01", "-", "1.", ".5", "1e", "+1", "0x1", "NaN", "1e999", "\"", #""\x""#,
      #""\u12g4""#, #""\ud800""#, #""\udc00""#, "\"a\nb\"", "[1,]", "[1 2]", "[", "{", #"{"a"}"#, #"{"a":}"#,
      #"{"a":1,}"#, "{a:1}", "1 2", "{}x", String(repeating: "[", count: 100_000),
    ])
  func refuses(_ text: String) { #expect(JSONReader.read(text) == nil) }

  @Test("refuses bytes that are not UTF-8")
  func utf8() { #expect(JSONReader.read([0x22, 0xFF, 0x22]) == nil) }
}
