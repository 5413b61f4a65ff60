/// Makes the assertion of the JWT bearer grant: who we are, for whom we ask, signed with our key.
package enum JWTAssertionMaker {
  /// Salesforce accepts three minutes at the most.
  static let lifeSeconds: Int64 = 180

  package static func assertion(
    clientId: String, username: String, audience: String, privateKeyPEM: String, nowMs: Int64
  ) throws(RS256.Failure) -> String {
    let claims: JSONValue = [
      "iss": .string(clientId), "sub": .string(username), "aud": .string(audience),
      "exp": .integer(nowMs / 1000 + lifeSeconds),
    ]
    let header = Base64URL.encode(Array(#"{"alg":"RS256"}"#.utf8))
    let signed = header + "." + Base64URL.encode(claims.bytes())
    return signed + "." + Base64URL.encode(try RS256.sign(Array(signed.utf8), privateKeyPEM: privateKeyPEM))
  }
}
