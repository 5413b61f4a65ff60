import AWSClient
import Foundation
import Testing

/// A Python HTTP server on loopback (`Tests/wire/wire_server.py`), started for the tests as a child process. It
/// ends when its standard input is closed, so at the latest with the tests themselves.
final class WireServer: Sendable {
  /// The one that most tests share; they tell their requests apart by a key of their own.
  static let shared = Result { try WireServer() }

  private struct Hello: Decodable {
    let port: Int
    let botocore: Bool
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let port: Int
  private let hasBotocore: Bool
  private let input: FileHandle

  init() throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "wire/wire_server.py")
    let python = ProcessInfo.processInfo.environment["HEADGATE_TEST_PYTHON"] ?? "python3"
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, "-u", script.path]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8) {
      guard !byte.isEmpty else { break }
      line += byte
    }
    guard let hello = try? JSONDecoder().decode(Hello.self, from: line) else {
      throw Failure(
        description:
          "\(python) did not start \(script.path): these tests need Python 3.11 or newer, as python3 in "
          + "PATH or named by HEADGATE_TEST_PYTHON")
    }
    port = hello.port
    hasBotocore = hello.botocore
    self.input = input.fileHandleForWriting
  }

  /// The server ends with its standard input; a signal to its pid might meet another process by now.
  deinit { try? input.close() }

  var base: String { "http://127.0.0.1:\(port)" }

  /// A URL of which the server counts the requests apart from all others.
  func url(_ kind: String, key: String = UUID().uuidString, query: String = "") -> String {
    "\(base)/\(kind)/\(key)\(query.isEmpty ? "" : "?" + query)"
  }

  /// Fails the test if the server cannot check signatures.
  func requireBotocore() throws {
    guard hasBotocore else {
      throw Failure(
        description: "the Python of these tests has no botocore, which checks the signatures: install it by "
          + "'python3 -m pip install botocore', or name a Python that has it in HEADGATE_TEST_PYTHON")
    }
  }
}

/// What the server tells of a request that it received.
struct EchoedRequest: Decodable {
  let method: String
  let target: String
  let headers: [[String]]
  let body: Data
  let connection: Int
  let requestOnConnection: Int

  init(_ response: HTTPResponse) throws {
    self = try JSONDecoder().decode(EchoedRequest.self, from: Data(response.body))
  }

  func header(_ name: String) -> String? { headers.first { $0[0].lowercased() == name.lowercased() }?[1] }
}
