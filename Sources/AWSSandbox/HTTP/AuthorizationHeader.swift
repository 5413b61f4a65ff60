/// `AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/appflow/aws4_request, SignedHeaders=host;x-amz-date,
/// Signature=…`
struct AuthorizationHeader: Sendable, Equatable {
  static let algorithm = "AWS4-HMAC-SHA256"

  let accessKeyId: String
  /// `20260101`
  let date: String
  let region: String
  let service: String
  let signedHeaders: [String]
  let signature: String

  /// `20260101/us-east-1/appflow/aws4_request`
  var scope: String { "\(date)/\(region)/\(service)/aws4_request" }

  /// Nil if the text is anything else.
  init?(_ text: String) {
    guard text.hasPrefix(Self.algorithm + " ") else { return nil }
    var fields: [Substring: Substring] = [:]
    for field in text.dropFirst(Self.algorithm.count).split(separator: ",") {
      let parts = field.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      fields[parts[0]] = parts[1]
    }
    guard let credential = fields["Credential"], let headers = fields["SignedHeaders"],
      let signature = fields["Signature"]
    else { return nil }
    let parts = credential.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[4] == "aws4_request" else { return nil }
    accessKeyId = String(parts[0])
    date = String(parts[1])
    region = String(parts[2])
    service = String(parts[3])
    signedHeaders = headers.split(separator: ";").map(String.init)
    self.signature = String(signature)
  }
}
