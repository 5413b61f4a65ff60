import Foundation
import TestSupport
import Testing
import TimeAndChance

@testable import AWSClient

@Suite("JSON's escapes")
struct JSONEscapingTests {
  @Test("only what must be escaped is, in the shortest way")
  func shortest() {
    #expect(JSONEscaping.quoted("") == #""""#)
    #expect(JSONEscaping.quoted("a/ä🙂\u{7F}") == "\"a/ä🙂\u{7F}\"")
    #expect(JSONEscaping.quoted("\"\\\n\r\t\0\u{1F}ä") == #""\"\\\n\r\t\u0000\u001fä""#)
    #expect(JSONEscaping.escaped("plain") == "plain")
    #expect(JSONEscaping.escaped("\"at both ends\"") == #"\"at both ends\""#)
  }

  @Test("what is read back is what was written, by Foundation and by us")
  func roundTrip() throws {
    let random = Seed("JSON's escapes").random
    let scalars = (0...0x80).compactMap(UnicodeScalar.init) + ["ä", "€", "🙂", "\u{2028}"]
    for length in 0..<200 {
      var text = ""
      for _ in 0..<length {
        text.unicodeScalars.append(scalars[Int(random.next() % UInt64(scalars.count))])
      }
      let quoted = JSONEscaping.quoted(text)
      let foundation =
        try JSONSerialization.jsonObject(with: Data(quoted.utf8), options: .fragmentsAllowed) as? String
      #expect(foundation.map { Array($0.utf8) } == Array(text.utf8), "\(quoted)")
      #expect(try JSONValue(parsing: quoted).string.map { Array($0.utf8) } == Array(text.utf8), "\(quoted)")
    }
  }
}
