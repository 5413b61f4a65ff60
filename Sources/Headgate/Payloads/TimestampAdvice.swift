import FoundationEssentials

/// AppFlow takes times as Unix seconds. The AWS CLI also reads ISO 8601 and converts it; we send the text as it
/// stands, and so say what to write.
enum TimestampAdvice {
  static func message(for text: String) -> String {
    guard let date = try? Date(text, strategy: .iso8601) else {
      return "is a string; expected a time in Unix seconds"
    }
    return "is a string; expected a time in Unix seconds: write \(Int64(date.timeIntervalSince1970))"
  }
}
