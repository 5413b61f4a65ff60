/// Writes JSON on one line, in the order given.
struct JSONWriter {
  private(set) var text = ""

  mutating func write(_ value: OrderedJSON) {
    switch value {
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        write(string: member.key)
        text += ":"
        write(member.value)
      }
      text += "}"
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        write(element)
      }
      text += "]"
    case .string(let string): write(string: string)
    case .integer(let integer): text += String(integer)
    // JSON has no infinities.
    case .number(let number): text += number.isFinite ? Self.shortest(number) : "null"
    case .bool(let bool): text += bool ? "true" : "false"
    case .null: text += "null"
    case .raw(let raw): write(raw: raw)
    }
  }

  private mutating func write(string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      default:
        if Self.isControl(scalar) { text += Self.escape(scalar) } else { text.unicodeScalars.append(scalar) }
      }
    }
    text += "\""
  }

  /// Valid JSON has line breaks only between its parts, where a space does as well, and DEL and the C1 controls,
  /// which a terminal would obey, only within strings, where they may be escaped.
  private mutating func write(raw: String) {
    let isPlain = raw.unicodeScalars.allSatisfy { !Self.isControl($0) }
    if isPlain {
      text += raw
      return
    }
    for scalar in raw.unicodeScalars {
      if scalar.value < 0x20 {
        text += " "
      } else if Self.isControl(scalar) {
        text += Self.escape(scalar)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }

  /// Besides what JSON demands: C1, and the separators that end a line in other eyes.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F, 0x2028, 0x2029: true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }

  private static func shortest(_ number: Double) -> String {
    if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
    return String(number)
  }
}
