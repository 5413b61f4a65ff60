/// Where an S3 request names its bucket: in the host (`bucket.s3.us-east-1.amazonaws.com`) or first in the path.
enum S3Address {
  static func bucket(_ url: RequestURL) -> String {
    if let end = url.host.firstIndex(of: "."), url.host.hasSuffix(".amazonaws.com") {
      let parts = url.host.split(separator: ".")
      if url.host[..<end] != "s3", let s3 = parts.lastIndex(of: "s3"), s3 > 0 {
        return parts[..<s3].joined(separator: ".")
      }
    }
    return PercentCoding.decode(url.path.dropFirst().prefix { $0 != "/" })
  }

  /// What follows the bucket in the path.
  static func key(_ url: RequestURL, bucket: String) -> String {
    var path = url.path.dropFirst()
    if !bucket.isEmpty, !url.host.hasPrefix("\(bucket).s3") {
      path = path.drop { $0 != "/" }.dropFirst()
    }
    return PercentCoding.decode(path)
  }
}
