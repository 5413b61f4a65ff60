/// How far this machine's clock is from the service's: what most signature errors come from.
package enum ClockSkew {
  /// In words, for the error's message; nil if the clocks agree, or the answer does not tell the time.
  package static func note(_ headers: HTTPHeaders, nowMs: Int64) -> String? {
    guard let text = headers["Date"], let serviceMs = Timestamp.parseHTTPDate(text) else { return nil }
    let skewMs = nowMs - serviceMs
    guard abs(skewMs) >= AWSLimits.notableSkewMs else { return nil }
    return
      "this machine's clock is \(abs(skewMs) / 1000) s \(skewMs < 0 ? "behind" : "ahead of") the service's: "
      + "set it by NTP"
  }
}
