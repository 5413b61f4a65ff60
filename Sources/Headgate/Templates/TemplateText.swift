import AWSClient

/// A payload with variables, cut up once so that thousands of tenants can be filled in.
///
/// The text is JSON as it stands. `${Name}` inside a string (or a member's name) is replaced by the value, escaped for
/// JSON; `${!Name}` gives the text `${Name}`.
struct TemplateText: Sendable {
  private enum Part: Sendable {
    case text(String)
    case variable(ColumnName)
  }

  /// A use of a variable, and where it stands.
  struct Use: Sendable {
    let name: ColumnName
    let line: Int
  }

  private let parts: [Part]
  let uses: [Use]

  struct Failure: Error, Equatable {
    let line: Int
    let message: String
  }

  init(parsing text: String) throws(Failure) {
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: text)
    } catch {
      throw Failure(line: error.line, message: "is not JSON: column \(error.column): \(error.message)")
    }
    var builder = Builder(bytes: document.bytes)
    try document.root.forEachString { (_, range) throws(Failure) in try builder.add(range) }
    (parts, uses) = builder.finish()
  }

  /// - Parameter value: the value of a variable; nil if there is none.
  /// - Throws: the first variable without a value.
  func render(_ value: (ColumnName) -> String?) throws(MissingValue) -> String {
    var output = ""
    for part in parts {
      switch part {
      case .text(let text): output += text
      case .variable(let name):
        guard let value = value(name) else { throw MissingValue(name: name) }
        output += JSONEscaping.escaped(value)
      }
    }
    return output
  }

  struct MissingValue: Error {
    let name: ColumnName
  }

  private struct Builder {
    let bytes: [UInt8]
    private var parts: [Part] = []
    private var uses: [Use] = []
    private var copied = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Looks for `${` in the raw text of one string.
    mutating func add(_ string: Range<Int>) throws(Failure) {
      var position = string.lowerBound
      while position + 1 < string.upperBound {
        guard bytes[position] == UInt8(ascii: "$"), bytes[position + 1] == UInt8(ascii: "{") else {
          position += 1
          continue
        }
        let start = position + 2
        guard let end = bytes[start..<string.upperBound].firstIndex(of: UInt8(ascii: "}")) else {
          throw Failure(
            line: line(of: position), message: "'${' is not closed; expected '}', or write '${!…}'")
        }
        try addVariable(from: position, name: start..<end)
        position = end + 1
      }
    }

    private mutating func addVariable(from dollar: Int, name: Range<Int>) throws(Failure) {
      flush(upTo: dollar)
      let text = String(decoding: bytes[name], as: UTF8.self)
      copied = name.upperBound + 1
      if text.hasPrefix("!") {
        parts.append(.text("${\(text.dropFirst())}"))
        return
      }
      let column = ColumnName(text)
      guard !column.isEmpty else {
        throw Failure(line: line(of: dollar), message: "'${}' names no column")
      }
      parts.append(.variable(column))
      uses.append(Use(name: column, line: line(of: dollar)))
    }

    private mutating func flush(upTo end: Int) {
      if copied < end { parts.append(.text(String(decoding: bytes[copied..<end], as: UTF8.self))) }
    }

    mutating func finish() -> ([Part], [Use]) {
      flush(upTo: bytes.count)
      return (parts, uses)
    }

    private func line(of position: Int) -> Int { bytes[..<position].count { $0 == 0x0A } + 1 }
  }
}
