import Glibc

/// Reads time zones from the system's zone database.
package enum ZoneFile {
  private static let folder = "/usr/share/zoneinfo/"
  private static let maxBytes = 1 << 20

  /// - Throws: `ScheduleError` if there is no zone of that name.
  package static func rules(_ name: String) throws(ScheduleError) -> TimeZoneRules {
    if name == "UTC" { return .utc }
    let isName =
      !name.isEmpty && name.utf8.count <= 64 && !name.contains("..") && !name.hasPrefix("/")
      && name.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
          || [43, 45, 47, 95].contains(byte)
      }
    guard isName, let bytes = read(folder + name), let rules = TimeZoneRules(tzif: bytes) else {
      throw ScheduleError("there is no time zone '\(name)'; expected a name such as UTC or Europe/Berlin")
    }
    return rules
  }

  private static func read(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16_384)
    while bytes.count < maxBytes {
      let count = Glibc.read(descriptor, &piece, piece.count)
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes += piece.prefix(count)
    }
    return nil
  }
}
