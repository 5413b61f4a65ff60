import CCurl

/// Sets options on an easy handle and remembers the first that libcurl refused.
struct CurlSettings {
  private let easy: UnsafeMutableRawPointer
  private(set) var code = CURLE_OK

  init(_ easy: UnsafeMutableRawPointer) { self.easy = easy }

  mutating func set(_ option: CURLoption, _ value: Int) { keep(ccurl_set_long(easy, option, value)) }

  mutating func set(_ option: CURLoption, _ value: String) {
    // Passed as it is, a String would be copied to the heap first.
    keep(value.withCString { ccurl_set_text(easy, option, $0) })
  }

  mutating func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer) {
    keep(ccurl_set_pointer(easy, option, value))
  }

  mutating func set(_ option: CURLoption, list: UnsafeMutablePointer<curl_slist>) {
    keep(ccurl_set_list(easy, option, list))
  }

  mutating func set(_ option: CURLoption, _ receiver: curl_write_callback) {
    keep(ccurl_set_receiver(easy, option, receiver))
  }

  mutating func setOffset(_ option: CURLoption, _ value: Int64) {
    keep(ccurl_set_offset(easy, option, curl_off_t(value)))
  }

  /// The bytes may hold NULs: their number must have been set before.
  mutating func setBytes(_ option: CURLoption, _ bytes: [UInt8]) {
    // An empty body needs an address too.
    let code = (bytes.isEmpty ? [0] : bytes).withUnsafeBytes { buffer in
      ccurl_set_pointer(easy, option, UnsafeMutableRawPointer(mutating: buffer.baseAddress))
    }
    keep(code)
  }

  mutating func fail(_ code: CURLcode) { keep(code) }

  private mutating func keep(_ code: CURLcode) {
    if self.code == CURLE_OK { self.code = code }
  }
}
