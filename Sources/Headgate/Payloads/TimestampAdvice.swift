import AWSClient
import FoundationEssentials

/// AppFlow takes times as Unix seconds. The AWS CLI also reads ISO 8601 and converts it; we send the text as it
/// stands, and so say what to write.
enum TimestampAdvice {
  /// From 1970 to the end of the year 9999. Milliseconds, the usual slip, lie beyond.
  static func accepts(_ value: JSONValue) -> Bool {
    switch value {
    case .integer(let seconds): (0...253_402_300_799).contains(seconds)
    case .number(let seconds): (0...253_402_300_799).contains(seconds)
    default: false
    }
  }

  static func message(for text: String) -> String {
    guard let date = try? Date(text, strategy: .iso8601) else {
      return "is a string; expected a time in Unix seconds"
    }
    return "is a string; expected a time in Unix seconds: write \(Int64(date.timeIntervalSince1970))"
  }
}
