import AWSClient

/// Whether the signature of a request that came over the wire is right, of this moment, and of all that it must cover.
struct SignatureCheck {
  let request: HTTPRequest
  let authorization: AuthorizationHeader
  let call: ServiceCall

  func run(secretAccessKey: String) throws(ServiceFailure) {
    guard let timestamp = request.headers["X-Amz-Date"], let sentMs = Self.ms(timestamp),
      timestamp.hasPrefix(authorization.date)
    else { throw incomplete("an 'X-Amz-Date' that fits the credential's date") }
    try checkClock(timestamp, sentMs)
    try checkSignedHeaders()
    let signature = RequestSignature(request: request, authorization: authorization, timestamp: timestamp)
    guard signature.expected(secretAccessKey: secretAccessKey) == authorization.signature else {
      throw Self.mismatch(call)
    }
    try checkDigest()
  }

  static func mismatch(_ call: ServiceCall) -> ServiceFailure {
    refusal(
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
        + "Access Key and signing method. Consult the service documentation for details.", call)
  }

  static func refusal(_ message: String, _ call: ServiceCall) -> ServiceFailure {
    switch call.service {
    case .s3, .sts: ServiceFailure(403, "SignatureDoesNotMatch", message)
    case .secretsmanager: ServiceFailure(400, "InvalidSignatureException", message)
    default: ServiceFailure(403, "InvalidSignatureException", message)
    }
  }

  private func checkClock(_ timestamp: String, _ sentMs: Int64) throws(ServiceFailure) {
    let skewMs = sentMs - call.nowMs
    let now = Self.text(call.nowMs)
    if call.service == .s3 {
      guard abs(skewMs) > SandboxLimits.maxSkewOfS3Ms else { return }
      var failure = ServiceFailure(
        403, "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large.")
      failure.details = [
        "RequestTime": timestamp, "ServerTime": HTTPDate.iso(ms: call.nowMs),
        "MaxAllowedSkewMilliseconds": "\(SandboxLimits.maxSkewOfS3Ms)",
      ]
      throw failure
    }
    let limitMs = SandboxLimits.maxSkewMs
    if skewMs < -limitMs {
      throw Self.refusal(
        "Signature expired: \(timestamp) is now earlier than \(Self.text(call.nowMs - limitMs)) "
          + "(\(now) - 5 min.)", call)
    }
    if skewMs > limitMs {
      throw Self.refusal(
        "Signature not yet current: \(timestamp) is still later than \(Self.text(call.nowMs + limitMs)) "
          + "(\(now) + 5 min.)", call)
    }
  }

  /// A signature that leaves out where the request goes to, or AWS's own headers, is none.
  private func checkSignedHeaders() throws(ServiceFailure) {
    let signed = Set(authorization.signedHeaders)
    guard signed.contains("host") else {
      throw Self.refusal("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.", call)
    }
    let names = request.headers.fields.map { $0.name.lowercased() }
    guard let unsigned = names.first(where: { $0.hasPrefix("x-amz-") && !signed.contains($0) }) else {
      return
    }
    guard call.service == .s3 else {
      throw Self.refusal("'\(unsigned)' must be a 'SignedHeader' in the AWS Authorization.", call)
    }
    var failure = ServiceFailure(
      403, "AccessDenied", "There were headers present in the request which were not signed")
    failure.details["HeadersNotSigned"] = unsigned
    throw failure
  }

  /// The signature covers the digest that the header tells; that must be the body's.
  private func checkDigest() throws(ServiceFailure) {
    guard let told = request.headers["x-amz-content-sha256"], told.utf8.count == 64 else { return }
    let digest = SHA256.hex(of: request.body)
    guard told != digest else { return }
    guard call.service == .s3 else { throw Self.mismatch(call) }
    var failure = ServiceFailure(
      400, "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.")
    failure.details = ["ClientComputedContentSHA256": told, "S3ComputedContentSHA256": digest]
    throw failure
  }

  private func incomplete(_ what: String) -> ServiceFailure {
    let message = "Authorization header requires existence of \(what)."
    return switch call.service {
    case .s3: ServiceFailure(400, "AuthorizationHeaderMalformed", message)
    case .sts: ServiceFailure(403, "IncompleteSignature", message)
    case .secretsmanager: ServiceFailure(400, "IncompleteSignatureException", message)
    default: ServiceFailure(403, "IncompleteSignatureException", message)
    }
  }

  /// `20260101T120000Z` as Unix milliseconds.
  private static func ms(_ text: String) -> Int64? {
    let letters = Array(text)
    guard letters.count == 16, letters[8] == "T", letters[15] == "Z" else { return nil }
    func part(_ range: Range<Int>) -> String { String(letters[range]) }
    return Timestamp.parseISO8601(
      "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z")
  }

  private static func text(_ ms: Int64) -> String { HTTPDate.iso(ms: ms).filter { $0 != "-" && $0 != ":" } }
}
