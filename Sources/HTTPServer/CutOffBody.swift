#if Server
  import CMicrohttpd

  /// A body that ends before the length that was declared: after its last byte the connection is closed.
  final class CutOffBody: Sendable {
    private static let blockBytes = 4_096

    private let bytes: [UInt8]

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func response(_ bytes: [UInt8], declaredBytes: Int) -> OpaquePointer? {
      let body = Unmanaged.passRetained(CutOffBody(bytes))
      let response = MHD_create_response_from_callback(
        UInt64(max(declaredBytes, bytes.count + 1)), blockBytes,
        { context, position, buffer, space in
          guard let context, let buffer else { return cmicrohttpd_end_with_error }
          return Unmanaged<CutOffBody>.fromOpaque(context).takeUnretainedValue()
            .copy(from: Int(position), to: UnsafeMutableRawBufferPointer(start: buffer, count: space))
        }, body.toOpaque(),
        { context in
          guard let context else { return }
          Unmanaged<CutOffBody>.fromOpaque(context).release()
        })
      if response == nil { body.release() }
      return response
    }

    private func copy(from position: Int, to space: UnsafeMutableRawBufferPointer) -> Int {
      guard position < bytes.count else { return cmicrohttpd_end_with_error }
      let piece = bytes[position...].prefix(space.count)
      space.copyBytes(from: piece)
      return piece.count
    }
  }
#endif
