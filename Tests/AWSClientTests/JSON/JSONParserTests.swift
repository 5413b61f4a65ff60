import Testing

@testable import AWSClient

@Suite("JSON")
struct JSONParserTests {
  private func members(_ names: [Int]) -> [UInt8] {
    Array(("{" + names.map { "\"member-\($0)\":\($0)" }.joined(separator: ",") + "}").utf8)
  }

  @Test("an object has each member once, however many it has", arguments: [0, 1, 7, 8, 9, 15, 16, 17, 100])
  func manyMembers(count: Int) throws {
    let value = try JSONValue(parsing: members(Array(0..<count)))
    guard case .object(let found) = value else {
      Issue.record("it is no object: \(value)")
      return
    }
    #expect(found.count == count)
  }

  @Test(
    "a member that stands twice is refused, by its name and its place",
    arguments: [1, 7, 8, 15, 16, 17, 100],
    [true, false])
  func twice(count: Int, isFirst: Bool) throws {
    let text = members(Array(0..<count) + [isFirst ? 0 : count - 1])
    let error = try #require(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
    #expect("\(error)".contains("'member-\(isFirst ? 0 : count - 1)' stands twice"))
  }
}
