#if Server
  /// A request as it came, with its whole body.
  package struct HTTPServerRequest: Sendable {
    package let method: String
    /// The path and query byte for byte as they were sent: nothing is decoded, since a signature covers it.
    package let target: String
    /// In the order in which they came, repeated ones too.
    package let headers: [HTTPServerField]
    package let body: [UInt8]

    package init(method: String, target: String, headers: [HTTPServerField], body: [UInt8]) {
      self.method = method
      self.target = target
      self.headers = headers
      self.body = body
    }

    /// The first value of the field, or nil.
    package func header(_ name: String) -> String? { headers.first(named: name) }
  }

  extension [HTTPServerField] {
    func first(named name: String) -> String? {
      let wanted = name.lowercased()
      return first { $0.name.lowercased() == wanted }?.value
    }
  }
#endif
