/// Which URLs stay on this machine. A proxy is never asked for them, whatever the environment says.
enum LoopbackHost {
  static func isLoopback(_ url: String) -> Bool {
    guard let authority = URLAuthority.of(url) else { return false }
    if authority.hasPrefix("[") { return authority.hasPrefix("[::1]") }
    let parts = URLAuthority.parts(authority)
    if parts.last == "localhost" { return true }
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
