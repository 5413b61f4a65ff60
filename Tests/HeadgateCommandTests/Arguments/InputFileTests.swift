import Glibc
import Testing

@testable import HeadgateCommand

@Suite("Reading input files")
struct InputFileTests {
  /// What is read from a standard input with these bytes.
  private func read(_ bytes: [UInt8], maximumBytes: Int = 1000) throws -> String {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    #expect(write(ends[1], bytes, bytes.count) == bytes.count)
    close(ends[1])
    defer { close(ends[0]) }
    return try InputFile.standardInput.readText(standardInput: ends[0], maximumBytes: maximumBytes)
  }

  @Test("reads UTF-8, without a byte order mark")
  func text() throws {
    #expect(try read(Array("tenant,größe\r\n".utf8)) == "tenant,größe\r\n")
    #expect(try read([0xEF, 0xBB, 0xBF] + Array("a".utf8)) == "a")
    #expect(try read([]) == "")
  }

  @Test("refuses other encodings, too much, and files that are not there")
  func refusals() {
    #expect(throws: CommandError.failed("standard input is not valid UTF-8; save it as UTF-8 and try again"))
    {
      try read([0x61, 0xFF])
    }
    #expect(
      throws: CommandError.failed("standard input is larger than 3 bytes, the most that is read; split it")
    ) { try read(Array("abcd".utf8), maximumBytes: 3) }
    #expect(throws: CommandError.failed("cannot read /nowhere/x: No such file or directory")) {
      try InputFile.path("/nowhere/x").readText()
    }
    #expect(throws: CommandError.failed("cannot read /: Is a directory")) {
      try InputFile.path("/").readText()
    }
  }
}
