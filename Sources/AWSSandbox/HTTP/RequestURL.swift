/// The parts of an absolute URL that routing needs.
struct RequestURL: Sendable {
  /// Without the port.
  let host: String
  /// Not decoded, starts with `/`.
  let path: String
  let query: [String: String]
  /// What follows the `?`, not decoded.
  let rawQuery: Substring

  init(_ url: String) {
    var rest = Substring(url)
    if let scheme = rest.range(of: "://") { rest = rest[scheme.upperBound...] }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    rest = rest[authority.endIndex...]
    host = authority.prefix { $0 != ":" }.lowercased()
    let path = rest.prefix { $0 != "?" }
    self.path = path.isEmpty ? "/" : String(path)
    rawQuery = rest[path.endIndex...].dropFirst()
    query = PercentCoding.pairs(rawQuery, plusIsSpace: false)
  }
}

extension Substring {
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
