import Foundation
import Testing

@Suite("The documentation's examples")
struct DocumentationTests {
  @Test("blocks are found with their tags and lines, and commands without their output")
  func blocks() {
    let text = """
      # Title
      ```sh run
      $ headgate init
      created headgate.db
      $ headgate status \\
          --json
      {}
      ```
      ```swift
      let x = 1
      ```
      """
    let blocks = DocumentBlock.all(in: text, document: "x.md")
    #expect(blocks.map(\.tag) == ["sh run", "swift"])
    #expect(blocks.map(\.line) == [2, 9])
    #expect(blocks[0].script == "headgate init\nheadgate status \\\n    --json")
    #expect(blocks[1].script == "let x = 1")
  }

  @Test("a block that fails is noticed")
  func failure() throws {
    let block = DocumentBlock(document: "x.md", line: 1, tag: "sh run", text: "true\nfalse\ntrue")
    let folder = try TestFolder()
    #expect(try Self.run(block, in: folder).wait() == .exit(1))
  }

  @Test("every `sh run` block of a document runs, one after the other in one folder")
  func shell() throws {
    for blocks in try DocumentBlock.ofRepository() {
      let folder = try TestFolder()
      for block in blocks where block.tag == "sh run" {
        let command = try Self.run(block, in: folder)
        #expect(command.wait() == .exit(0), "\(block.document):\(block.line): \(command.err)")
      }
    }
  }

  @Test("every `swift run` block stands in a Swift file that is compiled")
  func swift() throws {
    let files = try Self.swiftFiles()
    for block in try DocumentBlock.ofRepository().joined() where block.tag == "swift run" {
      let wanted = Self.normalised(block.text)
      #expect(
        files.contains { $0.contains(wanted) },
        "\(block.document):\(block.line): no file of Tests or Examples holds these lines")
    }
  }

  /// `headgate` is the built one, the database is `headgate.db` in the folder, and `examples` is there.
  private static func run(_ block: DocumentBlock, in folder: TestFolder) throws -> RunningCommand {
    let examples = "\(folder.path)/examples"
    if !FileManager.default.fileExists(atPath: examples) {
      try FileManager.default.createSymbolicLink(
        atPath: examples, withDestinationPath: "\(HeadgateProgram.repository)/examples")
    }
    return try folder.start(["-euo", "pipefail", "-c", block.script], program: "/bin/bash")
  }

  private static func swiftFiles() throws -> [String] {
    let top = HeadgateProgram.repository
    return ["Tests", "Examples", "examples"].flatMap { folder -> [String] in
      let paths =
        FileManager.default.enumerator(atPath: "\(top)/\(folder)")?.compactMap { $0 as? String } ?? []
      return paths.filter { $0.hasSuffix(".swift") }
        .compactMap { try? normalised(TestFolder.text("\(top)/\(folder)/\($0)")) }
    }
  }

  /// Indentation is the document's own affair.
  private static func normalised(_ text: String) -> String {
    text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
      .joined(separator: "\n")
  }
}
