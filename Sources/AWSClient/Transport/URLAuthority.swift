/// The host and port of a URL. It is asked for each call, and bytes are much cheaper to look at than characters.
struct URLAuthority {
  private let url: String
  /// In the URL's UTF-8.
  private let range: Range<Int>
  /// Without the port.
  private let host: Range<Int>

  /// Nil if the URL has none.
  init?(of url: String) {
    let bytes = url.utf8Span.span
    guard let colon = bytes.indices.first(where: { bytes[$0] == UInt8(ascii: ":") }), colon + 2 < bytes.count,
      bytes[colon + 1] == UInt8(ascii: "/"), bytes[colon + 2] == UInt8(ascii: "/")
    else { return nil }
    let start = colon + 3
    var end = start
    var hostEnd: Int?
    while end < bytes.count, !Self.endsAuthority(bytes[end]) {
      if bytes[end] == UInt8(ascii: ":"), hostEnd == nil { hostEnd = end }
      end += 1
    }
    self.url = url
    range = start..<end
    host = start..<(hostEnd ?? end)
  }

  private static func endsAuthority(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  /// The four numbers of an IPv4 address; a port may follow it. Only as everybody writes them: to libcurl `0127` is 87.
  var ipv4: SIMD4<UInt8>? {
    let bytes = url.utf8Span.span
    var numbers = SIMD4<UInt8>()
    var position = host.lowerBound
    for place in numbers.indices {
      if place > 0 {
        guard position < host.upperBound, bytes[position] == UInt8(ascii: ".") else { return nil }
        position += 1
      }
      let first = position
      var number = 0
      while position < host.upperBound, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[position], number < 256
      {
        number = number * 10 + Int(bytes[position] - UInt8(ascii: "0"))
        position += 1
      }
      let digits = position - first
      guard digits == 1 || digits > 1 && bytes[first] != UInt8(ascii: "0"),
        let number = UInt8(exactly: number)
      else { return nil }
      numbers[place] = number
    }
    return position == host.upperBound ? numbers : nil
  }

  /// Whether the host's last label is this one.
  /// - Parameter label: in lower case.
  func endsWith(label: String) -> Bool {
    let start = host.upperBound - label.utf8.count
    guard start >= host.lowerBound, holds(label, at: start) else { return false }
    return start == host.lowerBound || url.utf8Span.span[start - 1] == UInt8(ascii: ".")
  }

  /// - Parameter start: in lower case.
  func hasPrefix(_ start: String) -> Bool {
    start.utf8.count <= range.count && holds(start, at: range.lowerBound)
  }

  /// Without regard to case.
  private func holds(_ text: String, at start: Int) -> Bool {
    let bytes = url.utf8Span.span
    let wanted = text.utf8Span.span
    return wanted.indices.allSatisfy { ASCII.lowercased(bytes[start + $0]) == wanted[$0] }
  }
}
