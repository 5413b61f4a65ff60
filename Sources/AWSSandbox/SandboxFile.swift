import FoundationEssentials
import Glibc

/// Scenarios, patches and states as JSON files.
package enum SandboxFile {
  package static func loadState(_ path: String) throws(SandboxFileError) -> SandboxState {
    try load(path)
  }

  package static func loadPatch(_ path: String) throws(SandboxFileError) -> SandboxPatch {
    try load(path)
  }

  /// - Parameter name: what an error calls the text.
  package static func parseState(_ text: String, name: String) throws(SandboxFileError) -> SandboxState {
    try parse(Data(text.utf8), name)
  }

  /// - Parameter name: what an error calls the text.
  package static func parsePatch(_ text: String, name: String) throws(SandboxFileError) -> SandboxPatch {
    try parse(Data(text.utf8), name)
  }

  /// The state as JSON, in the same order of members each time.
  package static func text(_ state: SandboxState) throws(SandboxFileError) -> String {
    String(decoding: try encode(state), as: UTF8.self)
  }

  private static func encode(_ state: SandboxState) throws(SandboxFileError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    do { return try encoder.encode(state) } catch {
      throw SandboxFileError(description: "The sandbox's state cannot be written as JSON: \(error).")
    }
  }

  /// Replaces the file in one step; only its owner can read it.
  package static func save(_ state: SandboxState, to path: String) throws(SandboxFileError) {
    let data = try encode(state)
    let temporary = "\(path).\(getpid()).tmp"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure("create", temporary) }
    var failed = !writeAll(data, to: file) || fsync(file) != 0
    failed = close(file) != 0 || failed
    guard !failed, rename(temporary, path) == 0 else {
      let error = failure("write", path)
      unlink(temporary)
      throw error
    }
  }

  private static func load<Document: Decodable>(_ path: String) throws(SandboxFileError) -> Document {
    let data: Data
    do { data = try Data(contentsOf: URL(filePath: path)) } catch {
      throw SandboxFileError(
        description: "The sandbox's file \(path) cannot be read: check that it exists and is yours to read.")
    }
    guard data.count <= SandboxLimits.stateFileBytes else {
      throw SandboxFileError(description: "The sandbox's file \(path) is larger than 512 MB.")
    }
    return try parse(data, path)
  }

  private static func parse<Document: Decodable>(_ data: Data, _ name: String) throws(SandboxFileError)
    -> Document
  {
    do { return try JSONDecoder().decode(Document.self, from: data) } catch let error as DecodingError {
      throw SandboxFileError(description: "The sandbox's file \(name) is not valid: \(explain(error)).")
    } catch {
      throw SandboxFileError(description: "The sandbox's file \(name) is not valid: \(error).")
    }
  }

  private static func explain(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context): "\(place(context)) lacks \"\(key.stringValue)\""
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      "at \(place(context)), \(context.debugDescription)"
    @unknown default: "\(error)"
    }
  }

  private static func place(_ context: DecodingError.Context) -> String {
    context.codingPath.isEmpty
      ? "the top"
      : context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: " > ")
  }

  private static func writeAll(_ data: Data, to file: Int32) -> Bool {
    data.withUnsafeBytes { bytes in
      var offset = 0
      while offset < bytes.count {
        let written = write(file, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { return false }
        offset += written
      }
      return true
    }
  }

  private static func failure(_ what: String, _ path: String) -> SandboxFileError {
    SandboxFileError(
      description:
        "Cannot \(what) \(path) (\(String(cString: strerror(errno)))): check the folder and its free space.")
  }
}
