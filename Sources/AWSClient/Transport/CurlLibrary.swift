import CCurl

/// libcurl as a whole.
enum CurlLibrary {
  /// Reading it sets libcurl up, once in the life of the process.
  static let startCode: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
}
