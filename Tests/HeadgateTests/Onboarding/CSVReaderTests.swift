import TestSupport
import Testing
import TimeAndChance

@testable import Headgate

@Suite("CSV as RFC 4180 has it")
struct CSVReaderTests {
  private func rows(_ text: String) throws -> [CSVReader.Row] { try rows(Array(text.utf8)) }

  private func rows(_ bytes: [UInt8]) throws -> [CSVReader.Row] {
    var reader = CSVReader(bytes)
    var rows: [CSVReader.Row] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
  }

  @Test(
    "Fields are read as they are meant",
    arguments: [
      ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
      ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
      ("\u{FEFF}a,b", [["a", "b"]]),
      ("\u{FEFF}\"a\",b", [["a", "b"]]),
      ("a,\n,b\n,\n", [["a", ""], ["", "b"], ["", ""]]),
      ("\"a,b\",\"c\"\"d\",\"\"", [["a,b", "c\"d", ""]]),
      ("\"a\r\nb\",c\nd,e", [["a\r\nb", "c"], ["d", "e"]]),
      ("\n\r\na\n\n\nb\n\n", [["a"], ["b"]]),
      (" a , b ", [[" a ", " b "]]),
      ("", []),
      ("\"\"\n", [[""]]),
      ("é,漢", [["é", "漢"]]),
    ])
  func reads(text: String, expected: [[String]]) throws { #expect(try rows(text).map(\.fields) == expected) }

  @Test("A row's line is where it starts, whatever its fields hold")
  func lines() throws {
    #expect(try rows("a\n\n\"b\nc\",d\r\n\"e\n\n\"\nf").map(\.line) == [1, 3, 5, 8])
  }

  @Test(
    "What is malformed is refused with its line",
    arguments: [
      ("a\n\"b", 2), ("a\nb\"c", 2), ("\"a\"b", 1), ("a\n\"b\" ,c", 2), ("a\rb", 1), ("a\n\nb\r", 3),
      ("\"a\nb\"c", 2),
    ])
  func refuses(text: String, line: Int) throws {
    let error = #expect(throws: CSVReader.Failure.self) { try rows(text) }
    #expect(error?.line == line)
  }

  @Test("Rows, columns and bytes that no file should have are refused")
  func bounds() throws {
    let long = String(repeating: "a", count: OnboardingLimits.maxRowBytes + 1)
    #expect(throws: CSVReader.Failure.self) { try rows(long) }
    #expect(throws: CSVReader.Failure.self) { try rows("\"" + long) }
    #expect(throws: CSVReader.Failure.self) {
      try rows(String(repeating: ",", count: OnboardingLimits.maxColumns))
    }
    #expect(throws: CSVReader.Failure.self) { try rows([0x61, 0xFF]) }
  }

  @Test("Random tables read back as they were written")
  func roundTrip() throws {
    let random = Seed("CSV roundTrip").random
    let pieces = ["a", "\"", ",", "\n", "\r\n", "\r", " ", "é", "漢", "'", ";"]
    for _ in 0..<500 {
      let width = 1 + random.index(4)
      let table = (0..<1 + random.index(6)).map { _ in
        (0..<width).map { _ in (0..<random.index(6)).map { _ in random.pick(pieces) }.joined() }
      }
      let text = table.map { row in
        row.map { field in
          let isPlain = !field.unicodeScalars.contains { "\",\n\r".unicodeScalars.contains($0) }
          // A row of one empty field would be a blank line.
          if isPlain && !(width == 1 && field.isEmpty) && random.chance(2) { return field }
          return "\""
            + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }.joined(separator: ",")
      }.joined(separator: random.pick(["\n", "\r\n"]))
      #expect(try rows(text).map(\.fields) == table, "\(text)")
    }
  }
}
