import AWSClient

/// HMAC (RFC 2104) with SHA-256.
enum HMACSHA256 {
  private static let blockBytes = 64

  static func code(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    var block = key.count > blockBytes ? SHA256.digest(of: key) : key
    block += [UInt8](repeating: 0, count: blockBytes - block.count)
    let inner = SHA256.digest(of: block.map { $0 ^ 0x36 } + message)
    return SHA256.digest(of: block.map { $0 ^ 0x5C } + inner)
  }

  static func hex(_ message: [UInt8], key: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = code(message, key: key).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
