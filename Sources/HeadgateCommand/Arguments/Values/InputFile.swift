import Glibc

/// A file that a command reads: a path, or the standard input.
enum InputFile: Sendable, Equatable {
  case path(String)
  case standardInput

  /// What messages call it.
  var name: String {
    switch self {
    case .path(let path): path
    case .standardInput: "standard input"
    }
  }

  /// The whole file as text.
  ///
  /// - Throws: A `CommandError` if it cannot be read, is longer than `maximumBytes`, or is not UTF-8.
  func readText(standardInput: Int32 = 0, maximumBytes: Int = 256 << 20) throws(CommandError) -> String {
    let bytes = try readBytes(standardInput: standardInput, maximumBytes: maximumBytes)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .failed("\(name) is not valid UTF-8; save it as UTF-8 and try again")
    }
    // Spreadsheets and Windows editors put a byte order mark first; it is no part of the text.
    return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
  }

  private func readBytes(standardInput: Int32, maximumBytes: Int) throws(CommandError) -> [UInt8] {
    guard case .path(let path) = self else { return try readAll(standardInput, maximumBytes) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(errno) }
    defer { close(descriptor) }
    return try readAll(descriptor, maximumBytes)
  }

  private func readAll(_ descriptor: Int32, _ maximumBytes: Int) throws(CommandError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw unreadable(errno)
      }
      guard bytes.count + count <= maximumBytes else {
        throw .failed("\(name) is larger than \(maximumBytes) bytes, the most that is read; split it")
      }
      bytes += chunk[..<count]
    }
  }

  private func unreadable(_ code: Int32) -> CommandError {
    .failed("cannot read \(name): \(String(cString: strerror(code)))")
  }
}
