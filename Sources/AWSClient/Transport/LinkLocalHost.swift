/// Which URLs stay on this machine's link, where the credentials of an instance or a container are handed out: a
/// proxy must never see them.
enum LinkLocalHost {
  static func isLinkLocal(_ url: String) -> Bool {
    guard let authority = URLAuthority.of(url) else { return false }
    if authority.hasPrefix("[") { return authority.hasPrefix("[fd00:ec2::") || authority.hasPrefix("[fe80:") }
    let parts = URLAuthority.parts(authority)
    return parts.count == 4 && parts[0] == "169" && parts[1] == "254" && parts.allSatisfy { UInt8($0) != nil }
  }
}
