/// Reads from a request or an answer what its names say to be secrets.
enum SecretValues {
  static func named(in body: [UInt8]) -> [String] {
    body.withUnsafeBufferPointer { bytes in
      SecretMembers.values(in: bytes).flatMap { value -> [String] in
        let raw = String(decoding: bytes[value.range], as: UTF8.self)
        // As it stands there, and what it stands for: escaped in JSON, encoded in a form.
        let meant = (try? JSONValue(parsing: "\"\(raw)\""))?.string
        let form = PercentEncoding.formDecode(raw)
        return [raw] + [meant, form].compactMap { $0 }.filter { $0 != raw }
      }
    }
  }
}
