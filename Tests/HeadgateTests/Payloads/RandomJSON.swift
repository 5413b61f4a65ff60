import AWSClient
import Headgate
import TestSupport
import TimeAndChance

/// Random JSON: values, and texts of a value with random white space and escapes.
struct RandomJSON {
  let random: SeededRandom

  func value(depth: Int = 3) -> JSONValue {
    switch random.index(depth > 0 ? 7 : 5) {
    case 0: .null
    case 1: .bool(random.chance(2))
    case 2: .integer(Int64(bitPattern: random.next()))
    case 3: .number(Double(random.below(1_000_000)) / 7 + 0.1)
    case 4: .string(string())
    case 5: .array((0..<random.index(4)).map { _ in value(depth: depth - 1) })
    default: .object(object(depth: depth - 1))
    }
  }

  func object(depth: Int = 3) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    for _ in 0..<random.index(5) { members[string()] = value(depth: depth) }
    return members
  }

  func string() -> String {
    let pieces = [
      "a", "Z", "0", "\"", "\\", "/", "\n", "\t", "\u{1}", "\u{7F}", "é", "漢", "😀", "{", "}", "[", "]", ",",
      ":", " ", "$", "{{", "}}", "\u{2028}", "e\u{301}",
    ]
    return (0..<random.index(8)).map { _ in random.pick(pieces) }.joined()
  }

  func text(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let flag): "\(flag)"
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .string(let string): text(string)
    case .array(let elements):
      "[" + space() + elements.map { text($0) + space() }.joined(separator: "," + space()) + "]"
    case .object(let members): text(members.map { ($0.key, text($0.value)) })
    }
  }

  /// An object with its members in this order.
  func text(_ members: [(name: String, text: String)]) -> String {
    let texts = members.map { text($0.name) + space() + ":" + space() + $0.text + space() }
    return "{" + space() + texts.joined(separator: "," + space()) + "}"
  }

  func text(_ string: String) -> String {
    var output = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "/" where random.chance(2): output += "\\/"
      case "\"", "\\", "\0"..<" ": output += JSONEscaping.escaped(String(scalar))
      default:
        if random.chance(4) {
          for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16, uppercase: random.chance(2))
            output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
          }
        } else {
          output.unicodeScalars.append(scalar)
        }
      }
    }
    return output + "\""
  }

  func space() -> String {
    (0..<random.index(3)).map { _ in random.pick([" ", "\n", "\r\n", "\t"]) }.joined()
  }
}
