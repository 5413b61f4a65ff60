import Foundation

/// What a command said, and how it ended.
struct CommandResult {
  let out: String
  let err: String
  let end: RunningCommand.End

  var exitCode: Int32 {
    switch end {
    case .exit(let code): code
    case .signal(let number): -number
    }
  }

  var outLines: [Substring] { out.split(separator: "\n") }
  var errLines: [Substring] { err.split(separator: "\n") }

  /// The JSON objects on standard output, one a line.
  func objects() throws -> [[String: Any]] {
    try outLines.map { line in
      let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
      guard let object = value as? [String: Any] else { throw NoObject(text: String(line)) }
      return object
    }
  }

  /// The one JSON object on standard output.
  func object() throws -> [String: Any] {
    let all = try objects()
    guard all.count == 1 else { throw NoObject(text: out) }
    return all[0]
  }

  /// The member names of the object on a line, in the order in which they stand there.
  func keys(ofLine index: Int = 0) -> [String] {
    guard index < outLines.count else { return [] }
    return Self.keys(String(outLines[index]))
  }

  struct NoObject: Error {
    let text: String
  }

  private static func keys(_ object: String) -> [String] {
    var (keys, depth, text): ([String], Int, String?) = ([], 0, nil)
    var last = ""
    var isEscaped = false
    for character in object {
      if let open = text {
        if isEscaped {
          (text, isEscaped) = (open + String(character), false)
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          (last, text) = (open, nil)
        } else {
          text = open + String(character)
        }
        continue
      }
      switch character {
      case "\"": text = ""
      case "{", "[": depth += 1
      case "}", "]": depth -= 1
      case ":" where depth == 1: keys.append(last)
      default: break
      }
    }
    return keys
  }
}
