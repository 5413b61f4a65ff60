import AWSSandbox
import Foundation

enum SandboxStateText {
  static func of(_ state: SandboxState) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(state), as: UTF8.self)
  }
}
