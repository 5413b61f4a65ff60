import FoundationEssentials
import Glibc

/// The one place that writes to the standard streams.
enum Output {
  static func write(_ figures: Figures) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let json = try? encoder.encode(figures) else { return complain("the figures are not numbers") }
    write(line: String(decoding: json, as: UTF8.self))
  }

  static func write(line: String) { put(line + "\n", to: STDOUT_FILENO) }

  static func complain(_ message: String) { put("HeadgateBench: \(message)\n", to: STDERR_FILENO) }

  private static func put(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}
