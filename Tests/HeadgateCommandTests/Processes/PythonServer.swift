import Foundation
import Glibc
import Synchronization
import Testing

/// A Python program of `Tests/wire` that prints the port on which it serves, and answers each line of JSON on its
/// standard input with one. It ends with its standard input, so at the latest with the tests themselves.
final class PythonServer: Sendable {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let port: Int
  private let input: FileHandle
  private let output: FileHandle
  private let turn = Mutex(())

  init(_ script: String, _ arguments: String...) throws {
    let path = "\(HeadgateProgram.repository)/Tests/wire/\(script)"
    let python = ProcessInfo.processInfo.environment["HEADGATE_TEST_PYTHON"] ?? "python3"
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, "-u", path] + arguments
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    self.input = input.fileHandleForWriting
    self.output = output.fileHandleForReading
    guard
      let hello = try Self.line(output.fileHandleForReading),
      let object = try JSONSerialization.jsonObject(with: hello) as? [String: Any],
      let port = object["port"] as? Int
    else {
      throw Failure(
        description: "\(python) did not start \(path): these tests need Python 3.11 or newer with botocore, "
          + "boto3 and moto[server], as python3 in PATH or named by HEADGATE_TEST_PYTHON")
    }
    self.port = port
  }

  deinit { try? input.close() }

  var url: String { "http://127.0.0.1:\(port)" }

  /// What a worker needs to take this server for AWS.
  var environment: [String: String] {
    [
      "AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "AKIDWIRE", "AWS_REGION": "us-east-1",
      "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE=KEY",
    ]
  }

  /// Asks it something and waits for the answer.
  @discardableResult
  func ask(_ question: [String: Any]) throws -> [String: Any] {
    let line = try JSONSerialization.data(withJSONObject: question) + Data("\n".utf8)
    return try turn.withLock { _ in
      try input.write(contentsOf: line)
      let answer = try Self.line(output) ?? Data()
      return try #require(JSONSerialization.jsonObject(with: answer) as? [String: Any])
    }
  }

  private static func line(_ handle: FileHandle) throws -> Data? {
    var line = Data()
    while let byte = try handle.read(upToCount: 1), !byte.isEmpty {
      if byte == Data("\n".utf8) { return line }
      line += byte
    }
    return nil
  }
}
