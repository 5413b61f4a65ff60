import FoundationEssentials
import Testing

@testable import HeadgateCommand

@Suite("JSON output")
struct OrderedJSONTests {
  @Test("keeps the order of declaration, on one line")
  func order() {
    let none: String? = nil
    let some: Int64? = 3
    let value: OrderedJSON = [
      "zebra": 1, "apple": "x", "none": none, "some": some, "list": [1, 2], "yes": true,
      "inner": ["b": 1, "a": OrderedJSON.null] as OrderedJSON, "rate": 0.5, "whole": 2.0,
      "endless": Double.infinity,
    ]
    #expect(
      value.text == #"{"zebra":1,"apple":"x","none":null,"some":3,"list":[1,2],"yes":true,"#
        + #""inner":{"b":1,"a":null},"rate":0.5,"whole":2,"endless":null}"#)
    #expect(value.adding("last", [true]).text.hasSuffix(#""endless":null,"last":[true]}"#))
    #expect((["a", 1, OrderedJSON.null] as OrderedJSON).text == #"["a",1,null]"#)
    #expect(OrderedJSON([:]).text == "{}")
  }

  @Test("escapes every character so that it reads back the same, and none can reach a terminal as a command")
  func strings() throws {
    var scalars = String.UnicodeScalarView()
    for code in Array(0...0x2FF) + Array(0x2000...0x20FF) + [0xFFFD, 0x1F600, 0x10FFFF] as [UInt32] {
      if let scalar = Unicode.Scalar(code) { scalars.append(scalar) }
    }
    let string = String(scalars)
    let text = OrderedJSON.object([(key: string, value: .string(string))]).text
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
    #expect(try JSONDecoder().decode([String: String].self, from: Data(text.utf8)) == [string: string])
    #expect(OrderedJSON.string("a\"\\\n\u{1}\u{9B}é").text == #""a\"\\\n\u0001\u009bé""#)
  }

  @Test("embeds JSON from the database, on one line and harmless")
  func raw() throws {
    let payload = "{\n  \"flowName\": \"a\u{9B}b\",\t\"n\": 1.0\r\n}"
    let text = (["payload": RawJSON(payload), "result": RawJSON(nil)] as OrderedJSON).text
    #expect(text == #"{"payload":{   "flowName": "a\u009bb", "n": 1.0  },"result":null}"#)
    #expect(OrderedJSON.raw(#"{"id":12345678901234567890}"#).text == #"{"id":12345678901234567890}"#)
  }
}
