/// The host and port of a URL. It is asked for each call, and bytes are much cheaper to look at than characters.
struct URLAuthority {
  private let text: Substring.UTF8View

  /// Nil if the URL has none.
  init?(of url: String) {
    guard let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")), url.utf8[colon...].starts(with: "://".utf8)
    else { return nil }
    let rest = url.utf8[colon...].dropFirst("://".utf8.count)
    text = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
  }

  /// The four numbers of an IPv4 address; a port may follow it. Only as everybody writes them: to libcurl `0127` is 87.
  var ipv4: SIMD4<UInt8>? {
    var numbers = SIMD4<UInt8>()
    var rest = text.prefix { $0 != UInt8(ascii: ":") }
    for place in numbers.indices {
      let digits = rest.prefix { $0 != UInt8(ascii: ".") }
      guard let first = digits.first, UInt8(ascii: "1")...UInt8(ascii: "9") ~= first || digits.count == 1,
        let number = UInt8(Substring(digits))
      else { return nil }
      numbers[place] = number
      rest = rest[digits.endIndex...]
      if place < numbers.scalarCount - 1, rest.popFirst() == nil { return nil }
    }
    return rest.isEmpty ? numbers : nil
  }

  /// Whether the host's last label is this one.
  /// - Parameter label: in lower case.
  func endsWith(label: String) -> Bool {
    let host = text.prefix { $0 != UInt8(ascii: ":") }
    let last = host.suffix(label.utf8.count)
    return last.elementsEqual(label.utf8) { ASCII.lowercased($0) == $1 }
      && (last.startIndex == host.startIndex || host[..<last.startIndex].last == UInt8(ascii: "."))
  }

  /// - Parameter start: in lower case.
  func hasPrefix(_ start: String) -> Bool {
    text.prefix(start.utf8.count).elementsEqual(start.utf8) { ASCII.lowercased($0) == $1 }
  }
}
