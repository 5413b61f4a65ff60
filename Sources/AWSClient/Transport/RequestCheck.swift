/// What libcurl 7.88.1 would send or sign wrongly is refused before it is sent: a wrong signature comes back as a
/// refusal that explains nothing.
enum RequestCheck {
  private static let methods = ["GET", "POST", "PUT", "DELETE", "HEAD"]
  /// Headers that libcurl makes itself.
  private static let made = ["authorization", "x-amz-date", "x-amz-security-token", "host", "expect"]
  /// Those of them that it signs.
  private static let signed = ["host", "x-amz-date", "x-amz-security-token"]

  /// - Returns: what is wrong with the request, or nil.
  static func problem(with request: HTTPRequest) -> String? {
    guard methods.contains(request.method) else { return "the method \(request.method) is not supported" }
    guard request.url.allBytes({ 0x21...0x7E ~= $0 }) else {
      return "the URL has characters that are not percent-encoded"
    }
    let names = request.headers.fields.map { $0.name.lowercased() }
    for field in request.headers.fields {
      if let problem = problem(with: field) { return problem }
    }
    guard !names.indices.contains(where: { names[..<$0].contains(names[$0]) }) else {
      return "a header is given twice"
    }
    guard let signing = request.signing else { return nil }
    return problem(signing: signing, request.url, names)
  }

  private static func problem(with field: HTTPHeaders.Field) -> String? {
    let isToken = field.name.allBytes { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard isToken, !field.name.isEmpty else {
      return "a header's name has characters that HTTP does not allow"
    }
    // libcurl takes "Name:" as the wish to remove a header.
    guard !field.value.isEmpty else { return "the header \(field.name) has no value" }
    guard field.value.allBytes({ $0 >= 0x20 && $0 != 0x7F }) else {
      return "the value of the header \(field.name) has control characters"
    }
    return nil
  }

  private static func problem(signing: SigV4Signing, _ url: String, _ names: [String]) -> String? {
    guard !signing.region.isEmpty, !signing.service.isEmpty else {
      return "a signature needs a Region and a service"
    }
    if let name = names.first(where: made.contains) {
      return "the header \(name) is made when the request is signed"
    }
    // With the dash that follows the shorter name, libcurl's order of headers is not SigV4's.
    let sent = names + signed
    for name in sent {
      if let longer = sent.first(where: { $0.utf8.count > name.utf8.count && $0.hasPrefix(name) }) {
        return "the header \(name) is the beginning of \(longer), which is signed wrongly"
      }
    }
    guard signing.service == "s3" || !hasColonOrPercent(pathOf: url) else {
      return "a path with ':' or '%' is signed wrongly outside S3"
    }
    return nil
  }

  private static func hasColonOrPercent(pathOf url: String) -> Bool {
    let bytes = url.utf8Span.span
    // Two of them stand before the host.
    var slashes = 0
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "/"): slashes += 1
      case UInt8(ascii: "?"): return false
      case UInt8(ascii: ":"), UInt8(ascii: "%"): if slashes > 2 { return true }
      default: break
      }
    }
    return false
  }
}
