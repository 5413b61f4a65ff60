#if Server
  import CMicrohttpd

  /// Reads a request's header fields.
  enum RequestHeaders {
    private final class Collector { var fields: [HTTPServerField] = [] }

    static func read(_ connection: OpaquePointer) -> [HTTPServerField] {
      let collector = Collector()
      MHD_get_connection_values_n(
        connection, .HEADER_KIND,
        { context, _, name, nameBytes, value, valueBytes in
          guard let context, let name else { return .YES }
          let collector = Unmanaged<Collector>.fromOpaque(context).takeUnretainedValue()
          collector.fields.append(
            HTTPServerField(RequestHeaders.text(name, nameBytes), RequestHeaders.text(value, valueBytes)))
          return .YES
        }, Unmanaged.passUnretained(collector).toOpaque())
      return collector.fields
    }

    private static func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
      String(decoding: UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count), as: UTF8.self)
    }
  }
#endif
