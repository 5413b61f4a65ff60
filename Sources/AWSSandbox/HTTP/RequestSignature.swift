import AWSClient

/// AWS Signature Version 4 as the service computes it, from the request as it came over the wire.
struct RequestSignature: Sendable {
  let request: HTTPRequest
  let authorization: AuthorizationHeader
  /// `20260101T120000Z`
  let timestamp: String

  /// - Returns: the signature in lower-case hexadecimal.
  func expected(secretAccessKey: String) -> String {
    var key = Array("AWS4\(secretAccessKey)".utf8)
    for part in [authorization.date, authorization.region, authorization.service, "aws4_request"] {
      key = HMACSHA256.code(Array(part.utf8), key: key)
    }
    return HMACSHA256.hex(Array(stringToSign.utf8), key: key)
  }

  var stringToSign: String {
    [
      AuthorizationHeader.algorithm, timestamp, authorization.scope,
      SHA256.hex(of: Array(canonicalRequest.utf8)),
    ].joined(separator: "\n")
  }

  var canonicalRequest: String {
    let url = RequestURL(request.url)
    let headers = authorization.signedHeaders.map { "\($0):\(values($0))\n" }.joined()
    return [
      request.method, canonicalPath(url.path), canonicalQuery(url.rawQuery), headers,
      authorization.signedHeaders.joined(separator: ";"), payloadHash,
    ].joined(separator: "\n")
  }

  /// S3 signs the path as it is; every other service resolves `.`, `..` and `//`, and encodes what is encoded
  /// once more.
  private func canonicalPath(_ path: String) -> String {
    let encode = { (segment: Substring) in PercentEncoding.encode(String(segment)) }
    if authorization.service == "s3" {
      return path.split(separator: "/", omittingEmptySubsequences: false)
        .map { PercentEncoding.encode(PercentCoding.decode($0)) }.joined(separator: "/")
    }
    var segments: [Substring] = []
    for segment in path.split(separator: "/") where segment != "." {
      if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
    }
    let end = path.hasSuffix("/") && !segments.isEmpty ? "/" : ""
    return "/" + segments.map(encode).joined(separator: "/") + end
  }

  private func canonicalQuery(_ query: Substring) -> String {
    CanonicalQuery.text(
      query.split(separator: "&").map { pair in
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (PercentCoding.decode(parts[0]), parts.count > 1 ? PercentCoding.decode(parts[1]) : "")
      })
  }

  /// All values of a header, each with its runs of blanks made one.
  private func values(_ name: String) -> String {
    request.headers.fields.filter { $0.name.lowercased() == name }
      .map { $0.value.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ") }
      .joined(separator: ",")
  }

  private var payloadHash: String {
    request.headers["x-amz-content-sha256"] ?? SHA256.hex(of: request.body)
  }
}
