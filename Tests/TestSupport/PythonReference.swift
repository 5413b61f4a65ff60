package import Foundation

/// Runs Python, for what botocore has to say. HEADGATE_TEST_PYTHON names an interpreter that has botocore; else
/// the repository's virtual environment is used, else python3.
package enum PythonReference {
  package struct Failed: Error, CustomStringConvertible {
    package let description: String
  }

  package static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// - Parameter input: becomes the script's standard input.
  /// - Returns: what it wrote to standard output.
  package static func run(_ arguments: [String], input: String = "") throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "headgate-\(UUID().uuidString).json")
    try Data(input.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [interpreter] + arguments
    process.standardInput = try FileHandle(forReadingFrom: file)
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    let complaint = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failed(description: "python3 failed: \(String(decoding: complaint, as: UTF8.self))")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// Runs a script that prints one line for each line of input.
  package static func lines(_ script: String, input: [String]) throws -> [String] {
    let output = try run(["-c", script], input: input.joined(separator: "\n") + "\n")
    return output.split(separator: "\n").map(String.init)
  }

  private static var interpreter: String {
    if let given = ProcessInfo.processInfo.environment["HEADGATE_TEST_PYTHON"] { return given }
    let own = repository.appending(path: ".venv/bin/python3").path()
    return FileManager.default.isExecutableFile(atPath: own) ? own : "python3"
  }
}
