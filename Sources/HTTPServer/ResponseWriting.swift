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
        // Closing alone would end the stream in order first; dissolving the association sends a reset.
        var nowhere = sockaddr()
        nowhere.sa_family = sa_family_t(AF_UNSPEC)
        connect(cmicrohttpd_socket(connection), &nowhere, socklen_t(MemoryLayout<sockaddr>.size))
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
