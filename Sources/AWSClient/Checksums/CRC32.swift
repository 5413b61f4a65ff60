import FoundationEssentials

/// The CRC-32 of ISO 3309, which S3 takes as a body's checksum.
package enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
  }

  package static func checksum(of bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(0xFFFF_FFFF) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ ($0 >> 8) }
  }

  /// The checksum's four bytes, most significant first, in Base64: the form of `x-amz-checksum-crc32`.
  package static func base64(of bytes: [UInt8]) -> String {
    let value = checksum(of: bytes)
    return Data([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }).base64EncodedString()
  }
}
