import Glibc

/// RSA signatures over SHA-256, by OpenSSL's libcrypto, which libcurl brings with it on Debian 12. It is looked up
/// when it is first needed, so that nothing but this depends on it.
package enum RS256 {
  package struct Failure: Error, Sendable, CustomStringConvertible {
    /// Without a word of the key.
    package let description: String
  }

  /// - Parameter privateKeyPEM: an unencrypted RSA key, PKCS #8 or PKCS #1.
  package static func sign(_ message: [UInt8], privateKeyPEM: String) throws(Failure) -> [UInt8] {
    guard let crypto = LibCrypto.shared else {
      throw Failure(
        description: "OpenSSL's libcrypto.so.3 cannot be loaded; install Debian's package libssl3")
    }
    // Errors stay with the thread, where libcurl's TLS would take them for its own.
    defer { crypto.clearErrors() }
    let pem = Array(privateKeyPEM.utf8)
    guard let bio = crypto.newMemoryBIO(pem, Int32(pem.count)) else {
      throw Failure(description: "OpenSSL is out of memory")
    }
    defer { _ = crypto.freeBIO(bio) }
    // With no pass phrase at hand OpenSSL would ask for one at the terminal, and wait.
    guard let key = crypto.readPrivateKey(bio, nil, nil, "") else {
      throw Failure(description: "the private key is no unencrypted RSA key in PEM form")
    }
    defer { crypto.freeKey(key) }
    guard crypto.isKey(key, "RSA") == 1 else {
      throw Failure(description: "the private key is no RSA key, and RS256 needs one")
    }
    guard let context = crypto.newContext() else { throw Failure(description: "OpenSSL is out of memory") }
    defer { crypto.freeContext(context) }
    var count = 0
    guard crypto.beginSigning(context, nil, crypto.sha256(), nil, key) == 1,
      crypto.sign(context, nil, &count, message, message.count) == 1
    else { throw Failure(description: "the private key cannot sign") }
    var signature = [UInt8](repeating: 0, count: count)
    guard crypto.sign(context, &signature, &count, message, message.count) == 1 else {
      throw Failure(description: "the private key cannot sign")
    }
    return Array(signature.prefix(count))
  }
}
