/// `SCENARIO --NAME VALUE…`
struct Arguments {
  let scenario: String
  private var values: [String: String] = [:]

  init(_ words: [String]) throws {
    guard words.count >= 2 else { throw BenchError("usage: HeadgateBench SCENARIO --database FILE …") }
    scenario = words[1]
    var rest = words.dropFirst(2)
    while let name = rest.popFirst() {
      guard name.hasPrefix("--"), let value = rest.popFirst() else {
        throw BenchError("\(name) has no value")
      }
      values[String(name.dropFirst(2))] = value
    }
  }

  func text(_ name: String) throws -> String {
    guard let value = values[name] else { throw BenchError("--\(name) is missing") }
    return value
  }

  func number(_ name: String, default value: Int) throws -> Int {
    guard let text = values[name] else { return value }
    guard let number = Int(text) else { throw BenchError("--\(name) is not a number") }
    return number
  }

  var database: String { get throws { try text("database") } }
}
