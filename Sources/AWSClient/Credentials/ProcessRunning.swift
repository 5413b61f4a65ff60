/// Runs a program and returns what it prints.
package protocol ProcessRunning: Sendable {
  /// - Parameter words: the program, looked for in the environment's PATH unless it has a slash, and its arguments.
  /// - Throws: if it does not end with status 0 in time, or prints too much.
  func run(
    _ words: [String], environment: [String: String], timeoutMs: Int64, maxOutputBytes: Int
  ) async throws(ProcessFailure) -> [UInt8]
}
