import Glibc
import Testing

@Suite("Standard output and standard error")
struct OutputStreamsTests {
  @Test("in one file, what was said first stands first")
  func oneFile() throws {
    let folder = try TestFolder.withTenant()
    let added = ["enqueue", "start-flow", "-t", "acme", "-k", "1", "-p", "-"]
    let payload = "{\"flowName\":\"accounts\"}"
    _ = try folder.run(added, input: payload)
    #expect(
      try folder.run(added, input: payload, oneStream: true).out == "1\nthe job was there already\n")
  }

  @Test("a reader that goes away ends the command by SIGPIPE, without a word")
  func closedPipe() throws {
    let folder = try TestFolder.withTenant()
    let lines = (1...2_000).map {
      "{\"tenant\":\"acme\",\"kind\":\"start-flow\",\"key\":\"k\($0)\",\"payload\":{\"flowName\":\"f\($0)\"}}\n"
    }.joined()
    try folder.succeed("enqueue", "--batch", "-", input: lines)
    let command = try folder.start(
      ["-c", "headgate log --json --limit 2000 | head -1; echo ${PIPESTATUS[0]}"], program: "/bin/bash")
    #expect(command.wait() == .exit(0))
    #expect(command.err.isEmpty)
    #expect(command.out.split(separator: "\n").last == "141")
  }

  @Test("output that cannot be written is a failure")
  func fullOutput() throws {
    let folder = try TestFolder.withTenant()
    for redirection in [">/dev/full", ">&-"] {
      let command = try folder.start(["-c", "headgate tenant list \(redirection)"], program: "/bin/bash")
      #expect(command.wait() == .exit(1))
      #expect(command.err.hasPrefix("headgate: cannot write to standard output: "))
    }
  }

  @Test("colour only on a terminal, and neither with NO_COLOR nor with --no-color")
  func colour() throws {
    let folder = try TestFolder.withTenant()
    // script(1) gives the command a terminal.
    func onTerminal(_ command: String, _ environment: [String: String]) throws -> String {
      let running = try folder.start(
        ["script", "-qec", command, "/dev/null"], environment: environment.merging(["TERM": "xterm"]) { $1 },
        program: "/usr/bin/env")
      #expect(running.wait() == .exit(0))
      return running.out
    }
    let escape = "\u{1B}["
    #expect(try onTerminal("headgate tenant list", [:]).contains(escape))
    #expect(try !onTerminal("headgate tenant list", ["NO_COLOR": "1"]).contains(escape))
    #expect(try !onTerminal("headgate tenant list --no-color", [:]).contains(escape))
    #expect(try !onTerminal("headgate tenant list | cat", [:]).contains(escape))
    let narrow = try onTerminal("headgate tenant list", ["COLUMNS": "50"])
    let shown = narrow.replacing(/\u{1B}\[[0-9;]*m/, with: "").split(whereSeparator: \.isNewline)
    #expect(shown.allSatisfy { $0.count <= 50 })
    #expect(narrow.contains("…"))
  }
}
