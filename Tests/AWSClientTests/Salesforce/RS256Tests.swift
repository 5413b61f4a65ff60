import Foundation
import TestSupport
import Testing

@testable import AWSClient

@Suite("RS256")
struct RS256Tests {
  private let keys: OpenSSLKeys

  init() throws {
    keys = try OpenSSLKeys()
    try keys.run("genrsa", "-out", "key.pem", "2048")
    try keys.run("pkey", "-in", "key.pem", "-pubout", "-out", "public.pem")
  }

  private func expectVerified(_ message: [UInt8], _ signature: [UInt8]) throws {
    try keys.write(message, "message")
    try keys.write(signature, "signature")
    try keys.run("dgst", "-sha256", "-verify", "public.pem", "-signature", "signature", "message")
  }

  @Test("signs what OpenSSL verifies, with a key in PKCS #8 and in PKCS #1, also an empty message")
  func signs() throws {
    try keys.run("pkey", "-in", "key.pem", "-traditional", "-out", "pkcs1.pem")
    #expect(try keys.text("key.pem").hasPrefix("-----BEGIN PRIVATE KEY-----"))
    #expect(try keys.text("pkcs1.pem").hasPrefix("-----BEGIN RSA PRIVATE KEY-----"))
    for name in ["key.pem", "pkcs1.pem"] {
      for message in [[], Array("header.claims".utf8), [UInt8](repeating: 0xFF, count: 100_000)] {
        let signature = try RS256.sign(message, privateKeyPEM: try keys.text(name))
        #expect(signature.count == 256)
        try expectVerified(message, signature)
      }
    }
  }

  @Test("makes an assertion of Salesforce's claims whose signature OpenSSL verifies")
  func assertion() throws {
    let text = try JWTAssertionMaker.assertion(
      clientId: "app", username: "ann@acme.example", audience: "https://login.salesforce.com",
      privateKeyPEM: try keys.text("key.pem"), nowMs: 1_800_000_000_999)
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    #expect(parts.count == 3)
    #expect(try JSONValue(parsing: try decoded(parts[0])) == ["alg": "RS256"])
    #expect(
      try JSONValue(parsing: try decoded(parts[1])) == [
        "iss": "app", "sub": "ann@acme.example", "aud": "https://login.salesforce.com",
        "exp": 1_800_000_180,
      ])
    try expectVerified(Array("\(parts[0]).\(parts[1])".utf8), try decoded(parts[2]))
  }

  @Test("refuses a key that cannot be used, at once and without a word of it")
  func unusable() throws {
    try keys.run("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "ec.pem")
    try keys.run("rsa", "-in", "key.pem", "-aes128", "-passout", "pass:phrase", "-out", "encrypted.pem")
    let good = try keys.text("key.pem")
    let body = good.split(separator: "\n")[5]
    let broken = [
      "", "no key", try keys.text("public.pem"), good.replacing(body, with: ""),
      String(good.prefix(good.count / 2)), try keys.text("ec.pem"), try keys.text("encrypted.pem"),
    ]
    for pem in broken {
      do {
        _ = try RS256.sign(Array("message".utf8), privateKeyPEM: pem)
        Issue.record("a key was used that is none: \(pem.prefix(40))")
      } catch {
        #expect(error.description.contains("RSA key"))
        #expect(!error.description.contains(body))
        #expect(pem.isEmpty || !error.description.contains(pem))
      }
    }
    // What went wrong before leaves nothing behind.
    let message = Array("message".utf8)
    try expectVerified(message, try RS256.sign(message, privateKeyPEM: good))
  }

  private func decoded(_ part: Substring) throws -> [UInt8] {
    #expect(!part.contains { "+/=".contains($0) })
    let plain = part.replacing("-", with: "+").replacing("_", with: "/")
    let padding = String(repeating: "=", count: (4 - plain.count % 4) % 4)
    return Array(try #require(Data(base64Encoded: plain + padding)))
  }
}
