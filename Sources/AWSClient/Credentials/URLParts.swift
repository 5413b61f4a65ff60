/// What decides whether a URL may be sent a secret.
struct URLParts {
  let isSecure: Bool
  /// In lower case; an IPv6 address with its brackets.
  let host: String

  /// Nil if it is not an http or https URL that can be sent as it is. One with a user's name is refused: it only
  /// serves to hide the host.
  init?(_ url: String) {
    let lowered = url.lowercased()
    guard let scheme = ["http://", "https://"].first(where: { lowered.hasPrefix($0) }),
      url.utf8.allSatisfy({ 0x21...0x7E ~= $0 }), !url.contains("\\")
    else { return nil }
    isSecure = scheme == "https://"
    let authority = lowered.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
    guard !authority.contains("@") else { return nil }
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      host = String(authority[...end])
    } else {
      host = String(authority.prefix { $0 != ":" })
    }
    guard !host.isEmpty else { return nil }
  }
}
