import AWSClient
import Headgate
import TestSupport
import Testing

@Suite("The JSON reader that keeps ranges")
struct JSONDocumentTests {
  @Test("Random documents read back as the values they were written from")
  func readsRandomDocuments() throws {
    let json = RandomJSON(random: Seed("readsRandomDocuments").random)
    for _ in 0..<2_000 {
      let value = json.value()
      let text = json.space() + json.text(value) + json.space()
      #expect(try JSONDocument(parsing: text).value == value, "\(text)")
    }
  }

  @Test("Every range is the text of its value")
  func rangesCoverValues() throws {
    let json = RandomJSON(random: Seed("rangesCoverValues").random)
    for _ in 0..<500 {
      let document = try JSONDocument(parsing: json.text(.object(json.object())))
      for member in document.root.members ?? [] {
        let name = String(decoding: document.bytes[member.nameRange], as: UTF8.self)
        let value = String(decoding: document.bytes[member.value.range], as: UTF8.self)
        #expect(try JSONDocument(parsing: name).value == .string(member.name))
        #expect(try JSONDocument(parsing: value).value == member.value.value)
      }
    }
  }

  @Test(
    "What is not JSON is refused",
    arguments: [
      "", " ", "{", "}", "[1,]", "{\"a\":1,}", "{a:1}", "{'a':1}", "nul", "nulll", "truefalse", "01", "-",
      "1.",
      ".5", "1e", "+1", "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"",
      "\"a\nb\"", "[1 2]", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "1 2", "NaN", "Infinity", "1e999", "// c\n1",
      "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "\u{FEFF}1",
    ])
  func refuses(_ text: String) {
    #expect(throws: JSONSyntaxError.self) { try JSONDocument(parsing: text) }
  }

  @Test("An error names line and column")
  func errorsHavePlaces() throws {
    let error = try #require(throws: JSONSyntaxError.self) {
      try JSONDocument(parsing: "{\n  \"a\": 1,\n  b: 2\n}")
    }
    #expect(error.description == "line 3, column 3: expected a member's name in double quotes")
  }

  @Test("Nesting is bounded, whatever the stack holds")
  func boundsDepth() throws {
    let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(throws: Never.self) { try JSONDocument(parsing: nested(AWSLimits.maxJSONDepth)) }
    #expect(throws: JSONSyntaxError.self) { try JSONDocument(parsing: nested(AWSLimits.maxJSONDepth + 1)) }
    #expect(throws: JSONSyntaxError.self) { try JSONDocument(parsing: nested(500_000)) }
  }

  @Test("A text that is too long is refused")
  func boundsLength() {
    let text = "\"" + String(repeating: "a", count: AWSLimits.maxJSONTextBytes) + "\""
    #expect(throws: JSONSyntaxError.self) { try JSONDocument(parsing: text) }
  }

  @Test("Numbers keep their exactness")
  func numbers() throws {
    #expect(try JSONDocument(parsing: "9223372036854775807").value == .integer(.max))
    #expect(try JSONDocument(parsing: "9223372036854775808").value == .number(9_223_372_036_854_775_808))
    #expect(try JSONDocument(parsing: "1.0").value == .number(1))
    #expect(try JSONDocument(parsing: "-0").value == .integer(0))
    #expect(try JSONDocument(parsing: "1E-2").value == .number(0.01))
  }
}
