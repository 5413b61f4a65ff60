import CCurl

/// One request on one easy handle. Lives on the event loop's thread only.
final class CurlTransfer {
  private static let usualHeaderBytes = 512

  let submission: CurlSubmission
  let easy: UnsafeMutableRawPointer
  private(set) var body: [UInt8] = []
  private(set) var headerLines: [UInt8] = []
  private(set) var isTooLarge = false
  private var receivedBytes = 0
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  /// - Parameter easy: a handle that is new or reset; the caller keeps it.
  init(_ submission: CurlSubmission, on easy: UnsafeMutableRawPointer) {
    self.submission = submission
    self.easy = easy
    errorText.pointee = 0
  }

  deinit {
    ccurl_slist_free_all(headerList)
    errorText.deallocate()
  }

  /// libcurl's own words for what went wrong, as a clause.
  func explanation(of code: CURLcode) -> String {
    let detail = String(cString: errorText)
    let text = detail.isEmpty ? String(cString: ccurl_easy_strerror(code)) : detail
    // "Failed to connect" becomes part of a sentence; "SSL" stays what it is.
    guard text.dropFirst().first?.isLowercase == true else { return text }
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// - Returns: the first code that is not CURLE_OK, or CURLE_OK.
  func configure(caBundlePath: String?) -> CURLcode {
    var settings = CurlSettings(easy)
    // The event loop keeps this object until libcurl has let go of the handle.
    let context = Unmanaged.passUnretained(self).toOpaque()
    settings.set(CURLOPT_PRIVATE, context)
    settings.set(CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(errorText))
    settings.set(CURLOPT_WRITEDATA, context)
    settings.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      CurlTransfer.at(context).receiveBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    settings.set(CURLOPT_HEADERDATA, context)
    settings.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      CurlTransfer.at(context).receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    configureConnection(&settings, caBundlePath: caBundlePath)
    configureRequest(&settings)
    return settings.code
  }

  private func configureConnection(_ settings: inout CurlSettings, caBundlePath: String?) {
    let request = submission.request
    settings.set(CURLOPT_NOSIGNAL, 1)
    settings.set(CURLOPT_BUFFERSIZE, AWSLimits.receiveBufferBytes)
    settings.set(CURLOPT_PROTOCOLS_STR, "http,https")
    // A redirect would carry the session token to another host.
    settings.set(CURLOPT_FOLLOWLOCATION, 0)
    settings.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
    settings.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    settings.set(CURLOPT_TCP_KEEPALIVE, 1)
    settings.set(CURLOPT_CONNECTTIMEOUT_MS, Int(min(AWSLimits.connectTimeoutMs, request.timeoutMs)))
    settings.set(CURLOPT_TIMEOUT_MS, Int(max(1, request.timeoutMs)))
    settings.setOffset(CURLOPT_MAXFILESIZE_LARGE, Int64(AWSLimits.maxResponseBytes))
    if request.freshConnection { settings.set(CURLOPT_FRESH_CONNECT, 1) }
    if let caBundlePath { settings.set(CURLOPT_CAINFO, caBundlePath) }
    if LoopbackHost.isLoopback(request.url) || LinkLocalHost.isLinkLocal(request.url) {
      settings.set(CURLOPT_PROXY, "")
    }
  }

  private func configureRequest(_ settings: inout CurlSettings) {
    let request = submission.request
    settings.set(CURLOPT_URL, request.url)
    settings.set(CURLOPT_USERAGENT, "headgate")
    switch request.method {
    case "GET": settings.set(CURLOPT_HTTPGET, 1)
    case "HEAD": settings.set(CURLOPT_NOBODY, 1)
    default:
      if request.method != "DELETE" || !request.body.isEmpty {
        // The size first: it is how libcurl knows how much to copy.
        settings.setOffset(CURLOPT_POSTFIELDSIZE_LARGE, Int64(request.body.count))
        settings.setBytes(CURLOPT_COPYPOSTFIELDS, request.body)
      }
      if request.method != "POST" { settings.set(CURLOPT_CUSTOMREQUEST, request.method) }
    }
    for field in request.headers.fields { addLine("\(field.name): \(field.value)", &settings) }
    if let signing = request.signing {
      settings.set(CURLOPT_AWS_SIGV4, "aws:amz:\(signing.region):\(signing.service)")
      settings.set(CURLOPT_USERNAME, signing.credentials.accessKeyId)
      settings.set(CURLOPT_PASSWORD, signing.credentials.secretAccessKey)
      if let token = signing.credentials.sessionToken { addLine("X-Amz-Security-Token: \(token)", &settings) }
    }
    if let headerList { settings.set(CURLOPT_HTTPHEADER, list: headerList) }
  }

  private func addLine(_ line: String, _ settings: inout CurlSettings) {
    guard let list = line.withCString({ ccurl_slist_append(headerList, $0) }) else {
      return settings.fail(CURLE_OUT_OF_MEMORY)
    }
    headerList = list
  }

  // MARK: What libcurl calls

  /// The transfer behind a pointer that libcurl hands back.
  static func at(_ context: UnsafeMutableRawPointer?) -> CurlTransfer {
    guard let context else { preconditionFailure("libcurl has lost a transfer's context") }
    return Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
  }

  private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard admit(bytes.count) else { return 0 }
    body.append(contentsOf: bytes)
    return bytes.count
  }

  private func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard admit(bytes.count) else { return 0 }
    if bytes.starts(with: "HTTP/".utf8) {
      // A new answer begins: the last one was `100 Continue`.
      headerLines = []
      headerLines.reserveCapacity(Self.usualHeaderBytes)
    } else {
      headerLines.append(contentsOf: bytes)
      if headerLines.last != UInt8(ascii: "\n") { headerLines.append(UInt8(ascii: "\n")) }
    }
    return bytes.count
  }

  /// Returning less than was offered ends the transfer.
  private func admit(_ count: Int) -> Bool {
    receivedBytes += count
    isTooLarge = receivedBytes > AWSLimits.maxResponseBytes
    return !isTooLarge
  }
}
