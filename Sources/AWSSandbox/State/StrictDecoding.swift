/// A person writes scenarios by hand, so a misspelt member is refused instead of being overlooked.
extension Decoder {
  func strictContainer<Keys: CodingKey & CaseIterable>(_ keys: Keys.Type) throws
    -> KeyedDecodingContainer<Keys>
  {
    let known = Set(keys.allCases.map(\.stringValue))
    for key in try container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: codingPath,
          debugDescription:
            "\"\(key.stringValue)\" is not known here; expected are \(known.sorted().joined(separator: ", "))"
        ))
    }
    return try container(keyedBy: keys)
  }
}

extension KeyedDecodingContainer {
  func value<Value: Decodable>(_ key: Key, default value: @autoclosure () -> Value) throws -> Value {
    try decodeIfPresent(Value.self, forKey: key) ?? value()
  }
}

private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
