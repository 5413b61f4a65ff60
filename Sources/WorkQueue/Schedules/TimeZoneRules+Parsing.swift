extension TimeZoneRules {
  /// - Parameter bytes: a TZif file of version 2 or later, as every current system has them.
  package init?(tzif bytes: [UInt8]) {
    var reader = Reader(bytes: bytes)
    // A block for 32-bit programs comes first, and is passed over.
    guard let old = Header(&reader), old.version >= 50 else { return nil }
    reader.position += old.dataBytes(timeBytes: 4)
    guard let header = Header(&reader) else { return nil }
    var changes: [Int64] = []
    for _ in 0..<header.times {
      guard let time = reader.integer(8) else { return nil }
      changes.append(time)
    }
    var kinds: [Int] = []
    for _ in 0..<header.times {
      guard let kind = reader.integer(1) else { return nil }
      kinds.append(Int(kind & 0xFF))
    }
    var types: [Int64] = []
    for _ in 0..<header.types {
      guard let offset = reader.integer(4), reader.integer(2) != nil else { return nil }
      types.append(offset)
    }
    guard let first = types.first, kinds.allSatisfy({ $0 < types.count }), changes == changes.sorted() else {
      return nil
    }
    reader.position += header.characters + header.leaps * 12 + header.standards + header.universals
    self.changes = changes
    offsets = kinds.map { types[$0] }
    firstOffset = first
    rule = PosixZone(reader.footer())
  }

  private struct Header {
    let version: UInt8
    let universals: Int
    let standards: Int
    let leaps: Int
    let times: Int
    let types: Int
    let characters: Int

    init?(_ reader: inout Reader) {
      guard reader.take(4).elementsEqual("TZif".utf8), let version = reader.take(1).first else { return nil }
      reader.position += 15
      var counts: [Int] = []
      for _ in 0..<6 {
        guard let count = reader.integer(4), (0...reader.bytes.count).contains(Int(count)) else { return nil }
        counts.append(Int(count))
      }
      self.version = version
      (universals, standards, leaps) = (counts[0], counts[1], counts[2])
      (times, types, characters) = (counts[3], counts[4], counts[5])
    }

    func dataBytes(timeBytes: Int) -> Int {
      times * (timeBytes + 1) + types * 6 + characters + leaps * (timeBytes + 4) + standards + universals
    }
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    mutating func take(_ count: Int) -> ArraySlice<UInt8> {
      guard position >= 0, position + count <= bytes.count else { return [] }
      defer { position += count }
      return bytes[position..<position + count]
    }

    /// Big-endian, with a sign.
    mutating func integer(_ count: Int) -> Int64? {
      let piece = take(count)
      guard piece.count == count, let first = piece.first else { return nil }
      return piece.dropFirst().reduce(Int64(Int8(bitPattern: first))) { $0 << 8 | Int64($1) }
    }

    /// The line at the end: a rule for the time after the last change.
    func footer() -> Substring {
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\n") else { return "" }
      return Substring(
        String(decoding: bytes[(position + 1)...].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
  }
}
