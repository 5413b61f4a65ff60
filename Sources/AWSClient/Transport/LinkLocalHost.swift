/// Which URLs stay on this machine's link, where the credentials of an instance or a container are handed out: a
/// proxy must never see them.
enum LinkLocalHost {
  static func isLinkLocal(_ url: String) -> Bool {
    guard let authority = URLAuthority(of: url) else { return false }
    if authority.hasPrefix("[fd00:ec2::") || authority.hasPrefix("[fe80:") { return true }
    guard let address = authority.ipv4 else { return false }
    return address[0] == 169 && address[1] == 254
  }
}
