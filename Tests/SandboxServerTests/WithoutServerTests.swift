#if !Server
  import Foundation
  import Testing

  @Suite("headgate sandbox serve in a build without the trait Server")
  struct WithoutServerTests {
    @Test("says how to get one that serves")
    func saysHow() throws {
      let process = Process()
      process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "headgate")
      process.arguments = ["sandbox", "serve", "--state", "sandbox.json"]
      let errors = Pipe()
      process.standardError = errors
      try process.run()
      let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 1)
      #expect(text.contains("swift build --traits Server"))
    }
  }
#endif
