/// The host and port of a URL.
enum URLAuthority {
  /// In lower case; nil if there is none. It is asked for each call, and bytes are much cheaper to look at than
  /// characters.
  static func of(_ url: String) -> String? {
    guard let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")), url.utf8[colon...].starts(with: "://".utf8)
    else {
      return nil
    }
    let rest = url.utf8[colon...].dropFirst("://".utf8.count)
    return Substring(rest.prefix { !"/?#".utf8.contains($0) }).lowercased()
  }

  /// The four parts of an IPv4 address, or of what looks like one; a port may follow it.
  static func parts(_ authority: String) -> [Substring] {
    Substring(authority.utf8.prefix { $0 != UInt8(ascii: ":") })
      .split(separator: ".", omittingEmptySubsequences: false)
  }
}
