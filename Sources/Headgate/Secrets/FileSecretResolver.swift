import Glibc

/// Secrets in files, as container platforms mount them.
package struct FileSecretResolver: SecretResolver {
  package init() {}

  package func resolve(_ reference: SecretReference) async throws(SecretError) -> String {
    guard case .file(let path) = reference else {
      throw SecretError(reference, .unusable, "the reference is not to a file")
    }
    // Non-blocking, so that a named pipe does not hold the worker up.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let reason: SecretError.Reason = errno == EACCES ? .accessDenied : .missing
      throw SecretError(reference, reason, "the file cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }

    var bytes = [UInt8](repeating: 0, count: SecretLimits.maxSecretBytes + 1)
    var count = 0
    while count < bytes.count {
      let room = bytes.count - count
      let got = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress?.advanced(by: count), room) }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else {
        throw SecretError(
          reference, .unusable, "the file cannot be read: \(String(cString: strerror(errno)))")
      }
      if got == 0 { break }
      count += got
    }
    guard count < bytes.count else {
      throw SecretError(
        reference, .unusable, "the file is larger than \(SecretLimits.maxSecretBytes) bytes")
    }
    return try text(of: bytes[..<count], reference)
  }

  /// Editors end a file with a newline that is no part of the secret: one is taken off.
  private func text(
    of bytes: ArraySlice<UInt8>, _ reference: SecretReference
  ) throws(SecretError) -> String {
    var bytes = bytes
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SecretError(reference, .unusable, "the file is not UTF-8 text")
    }
    guard !text.isEmpty else { throw SecretError(reference, .missing, "the file is empty") }
    return text
  }
}
