import CCurl

extension CurlTransfer {
  /// What a transfer that libcurl calls finished has come to.
  func result(_ code: CURLcode) -> Result<CurlAnswer, TransportError> {
    guard code == CURLE_OK else { return .failure(error(code)) }
    return .success(
      CurlAnswer(
        status: information(CURLINFO_RESPONSE_CODE), headerLines: headerLines, body: body,
        connectionsOpened: information(CURLINFO_NUM_CONNECTS)))
  }

  /// Why a transfer that was taken out before its end failed.
  func interrupted(_ message: String) -> TransportError {
    TransportError(.cancelled, message, mayHaveBeenProcessed: hasSentSomething)
  }

  private func error(_ code: CURLcode) -> TransportError {
    let reason = isTooLarge ? .tooLarge : Self.reason(code, hasSentSomething: hasSentSomething)
    let message =
      reason == .tooLarge
      ? "the answer is larger than \(AWSLimits.maxResponseBytes) bytes" : explanation(of: code)
    return TransportError(reason, message, mayHaveBeenProcessed: hasSentSomething)
  }

  private static func reason(_ code: CURLcode, hasSentSomething: Bool) -> TransportError.Reason {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .couldNotResolve
    case CURLE_COULDNT_CONNECT, CURLE_PROXY: .couldNotConnect
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
      CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_NOTFOUND,
      CURLE_SSL_ENGINE_INITFAILED:
      .tlsFailed
    case CURLE_OPERATION_TIMEDOUT: hasSentSomething ? .timedOut : .couldNotConnect
    case CURLE_PARTIAL_FILE: .truncated
    case CURLE_FILESIZE_EXCEEDED: .tooLarge
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_UNKNOWN_OPTION,
      CURLE_NOT_BUILT_IN:
      .invalidRequest
    case CURLE_OUT_OF_MEMORY: .overloaded
    default: .connectionLost
    }
  }

  /// Whether a byte of the request left this machine, on this connection or on an earlier one: libcurl may have
  /// sent the request on a connection that dropped, and have failed to open the next.
  private var hasSentSomething: Bool { information(CURLINFO_REQUEST_SIZE) > 0 }

  private func information(_ name: CURLINFO) -> Int {
    var value = 0
    guard ccurl_get_long(easy, name, &value) == CURLE_OK else { return 0 }
    return value
  }
}
