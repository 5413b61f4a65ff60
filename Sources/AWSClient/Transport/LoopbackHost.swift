/// Which URLs stay on this machine. A proxy is never asked for them, whatever the environment says.
enum LoopbackHost {
  static func isLoopback(_ url: String) -> Bool {
    guard let authority = URLAuthority(of: url) else { return false }
    return authority.hasPrefix("[::1]") || authority.endsWith(label: "localhost") || authority.ipv4?[0] == 127
  }
}
