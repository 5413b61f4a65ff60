/// Reads CSV as RFC 4180 has it: fields in double quotes may hold commas, line ends and doubled quotes. LF and
/// CRLF both end a row; a byte order mark and blank lines are skipped.
struct CSVReader {
  struct Row: Equatable {
    /// Where the row starts, from 1.
    let line: Int
    let fields: [String]
  }

  struct Failure: Error, Equatable {
    let line: Int
    let message: String
  }

  private let bytes: [UInt8]
  private var position: Int
  private var line = 1
  private var field: [UInt8] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The next row, or nil at the end.
  mutating func next() throws(Failure) -> Row? {
    skipBlankLines()
    guard position < bytes.count else { return nil }
    let start = position
    let startLine = line
    var fields: [String] = []
    while true {
      try readField(rowStart: start, rowLine: startLine)
      fields.append(try text(of: field, line: startLine))
      guard fields.count <= OnboardingLimits.maxColumns else {
        throw Failure(
          line: startLine, message: "the row has more than \(OnboardingLimits.maxColumns) fields")
      }
      guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
      position += 1
    }
    skipLineEnd()
    return Row(line: startLine, fields: fields)
  }

  private mutating func readField(rowStart: Int, rowLine: Int) throws(Failure) {
    field.removeAll(keepingCapacity: true)
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      try readQuoted(rowStart: rowStart, rowLine: rowLine)
      guard position == bytes.count || bytes[position] == UInt8(ascii: ",") || isAtLineEnd else {
        throw Failure(line: line, message: "text follows a closing quote; expected ',' or the end of the row")
      }
      return
    }
    while position < bytes.count, bytes[position] != UInt8(ascii: ","), !isAtLineEnd {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        throw Failure(
          line: line, message: "a quote stands inside a field; put the whole field in quotes and double it")
      case UInt8(ascii: "\r"): throw Failure(line: line, message: "a carriage return without a line feed")
      default: break
      }
      try append(bytes[position], rowStart: rowStart, rowLine: rowLine)
    }
  }

  private mutating func readQuoted(rowStart: Int, rowLine: Int) throws(Failure) {
    let openingLine = line
    position += 1
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "\"") {
        let isDoubled = position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "\"")
        position += 1
        guard isDoubled else { return }
      } else if bytes[position] == UInt8(ascii: "\n") {
        line += 1
      }
      try append(bytes[position], rowStart: rowStart, rowLine: rowLine)
    }
    throw Failure(line: openingLine, message: "a quoted field is not closed; expected '\"'")
  }

  private mutating func append(_ byte: UInt8, rowStart: Int, rowLine: Int) throws(Failure) {
    guard position - rowStart < OnboardingLimits.maxRowBytes else {
      throw Failure(
        line: rowLine,
        message: "the row has more than \(OnboardingLimits.maxRowBytes) bytes; is a quote not closed?")
    }
    field.append(byte)
    position += 1
  }

  private func text(of bytes: [UInt8], line: Int) throws(Failure) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(line: line, message: "the row is not UTF-8 text")
    }
    return text
  }

  private var isAtLineEnd: Bool {
    bytes[position] == UInt8(ascii: "\n")
      || (bytes[position] == UInt8(ascii: "\r") && position + 1 < bytes.count
        && bytes[position + 1] == UInt8(ascii: "\n"))
  }

  private mutating func skipLineEnd() {
    guard position < bytes.count else { return }
    position += bytes[position] == UInt8(ascii: "\r") ? 2 : 1
    line += 1
  }

  private mutating func skipBlankLines() {
    while position < bytes.count, isAtLineEnd { skipLineEnd() }
  }
}
