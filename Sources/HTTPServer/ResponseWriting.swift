#if Server
  import CMicrohttpd
  import Glibc

  /// Puts an answer on the wire.
  enum ResponseWriting {
    /// What libmicrohttpd itself decides.
    private static let ownHeaders: Set<String> = ["content-length", "connection", "transfer-encoding"]

    /// - Returns: what the library's callback is to return; NO closes the connection.
    static func queue(_ response: HTTPServerResponse, on connection: OpaquePointer, closing: Bool)
      -> MHD_Result
    {
      switch response.delivery {
      case .hangUp: return .NO
      case .reset:
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
          cmicrohttpd_socket(connection), SOL_SOCKET, SO_LINGER, &option,
          socklen_t(MemoryLayout<linger>.size))
        return .NO
      case .whole, .cutOff: break
      }
      guard let handle = make(response) else { return .NO }
      defer { MHD_destroy_response(handle) }
      for field in response.headers where !ownHeaders.contains(field.name.lowercased()) {
        // A header that HTTP forbids is no reason to send half an answer.
        guard MHD_add_response_header(handle, field.name, field.value) == .YES else { return .NO }
      }
      if closing { MHD_add_response_header(handle, "Connection", "close") }
      return MHD_queue_response(connection, UInt32(response.status), handle)
    }

    private static func make(_ response: HTTPServerResponse) -> OpaquePointer? {
      if case .cutOff(let declaredBytes) = response.delivery {
        return CutOffBody.response(response.body, declaredBytes: declaredBytes)
      }
      var body = response.body
      return MHD_create_response_from_buffer(body.count, &body, .RESPMEM_MUST_COPY)
    }
  }
#endif
