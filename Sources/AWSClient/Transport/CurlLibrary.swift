import CCurl

/// libcurl as a whole.
enum CurlLibrary {
  /// Why libcurl cannot be used; nil: it can. Reading it loads libcurl and sets it up, once in the life of the process.
  static let problem: String? = {
    if let reason = ccurl_load() {
      return "libcurl cannot be loaded (\(String(cString: reason))); install libcurl4"
    }
    return ccurl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK ? nil : "libcurl does not start"
  }()
}
