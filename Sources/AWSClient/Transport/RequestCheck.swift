/// What libcurl 7.88.1 would send or sign wrongly is refused before it is sent: a wrong signature comes back as a
/// refusal that explains nothing.
enum RequestCheck {
  private static let methods: Set<String> = ["GET", "POST", "PUT", "DELETE", "HEAD"]

  /// - Returns: what is wrong with the request, or nil.
  static func problem(with request: HTTPRequest) -> String? {
    guard methods.contains(request.method) else { return "the method \(request.method) is not supported" }
    guard request.url.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
      return "the URL has characters that are not percent-encoded"
    }
    let names = request.headers.fields.map { $0.name.lowercased() }
    for field in request.headers.fields {
      if let problem = problem(with: field) { return problem }
    }
    guard Set(names).count == names.count else { return "a header is given twice" }
    guard let signing = request.signing else { return nil }
    return problem(signing: signing, request.url, names)
  }

  private static func problem(with field: HTTPHeaders.Field) -> String? {
    let isToken = field.name.utf8.allSatisfy { byte in
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
    guard !field.value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      return "the value of the header \(field.name) has control characters"
    }
    return nil
  }

  private static func problem(signing: SigV4Signing, _ url: String, _ names: [String]) -> String? {
    guard !signing.region.isEmpty, !signing.service.isEmpty else {
      return "a signature needs a Region and a service"
    }
    let reserved: Set<String> = ["authorization", "x-amz-date", "x-amz-security-token", "host", "expect"]
    if let name = names.first(where: { reserved.contains($0) }) {
      return "the header \(name) is made when the request is signed"
    }
    // With the dash that follows the shorter name, libcurl's order of headers is not SigV4's.
    let sent = names + ["host", "x-amz-date", "x-amz-security-token"]
    for name in sent {
      if let longer = sent.first(where: { $0 != name && $0.hasPrefix(name) }) {
        return "the header \(name) is the beginning of \(longer), which is signed wrongly"
      }
    }
    let path = url.prefix { $0 != "?" }.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" }
    guard signing.service == "s3" || !path.contains(where: { $0 == ":" || $0 == "%" }) else {
      return "a path with ':' or '%' is signed wrongly outside S3"
    }
    return nil
  }
}
