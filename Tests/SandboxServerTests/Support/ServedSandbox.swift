#if Server
  import Foundation

  /// `headgate sandbox serve` as a process of its own, and what its output says.
  final class ServedSandbox {
    let process: Process
    /// What it printed to be exported.
    let variables: [String: String]
    private let ended = Event()

    init(state: URL, latency: String) throws {
      process = ChildProcess.make(
        ChildProcess.headgate,
        ["sandbox", "serve", "--state", state.path, "--listen", "127.0.0.1:0", "--latency", latency], [:])
      let output = Pipe()
      process.standardOutput = output
      process.terminationHandler = { [ended] _ in ended.happen() }
      try process.run()
      var variables: [String: String] = [:]
      var text = ""
      // The line that sets nothing is the last.
      while !text.contains("\nunset ") {
        let piece = output.fileHandleForReading.availableData
        guard !piece.isEmpty else { break }
        text += String(decoding: piece, as: UTF8.self)
      }
      for line in text.split(separator: "\n") where line.hasPrefix("export ") {
        let parts = line.dropFirst(7).split(separator: "=", maxSplits: 1)
        if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
      }
      self.variables = variables
    }

    deinit { if process.isRunning { process.terminate() } }

    /// Ends it by SIGTERM.
    /// - Returns: its exit status.
    func stop() async -> Int32 {
      process.terminate()
      await ended.wait()
      return process.terminationStatus
    }
  }
#endif
