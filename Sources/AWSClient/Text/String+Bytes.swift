extension String {
  /// Whether all bytes of its UTF-8 are right. As a span they are looked through several times as fast as as `utf8`.
  func allBytes(_ isRight: (UInt8) -> Bool) -> Bool {
    let bytes = utf8Span.span
    return bytes.indices.allSatisfy { isRight(bytes[$0]) }
  }
}
