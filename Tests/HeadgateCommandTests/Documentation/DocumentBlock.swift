import Foundation

/// A fenced block of a Markdown document.
///
/// Blocks tagged `sh run` are executed by the tests; blocks tagged `swift run` must stand in a Swift file of the
/// repository that is compiled. Every other block is only read.
struct DocumentBlock: Equatable {
  let document: String
  /// The line of the opening fence, from 1.
  let line: Int
  /// What follows the fence's backticks.
  let tag: String
  let text: String

  static func all(in text: String, document: String) -> [DocumentBlock] {
    var blocks: [DocumentBlock] = []
    var open: (line: Int, tag: String, lines: [Substring])?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let block = open {
        if line.hasPrefix("```") {
          blocks.append(
            DocumentBlock(
              document: document, line: block.line, tag: block.tag, text: block.lines.joined(separator: "\n"))
          )
          open = nil
        } else {
          open?.lines.append(line)
        }
      } else if line.hasPrefix("```") {
        open = (index + 1, line.dropFirst(3).trimmingCharacters(in: .whitespaces), [])
      }
    }
    return blocks
  }

  /// The commands of a shell block: of lines that begin with `$ ` only those, without the `$ `, and what
  /// continues them (after a backslash); else the whole text.
  var script: String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.contains(where: { $0.hasPrefix("$ ") }) else { return text }
    var script: [Substring] = []
    var isContinued = false
    for line in lines where line.hasPrefix("$ ") || isContinued {
      script.append(line.hasPrefix("$ ") ? line.dropFirst(2) : line)
      isContinued = line.hasSuffix("\\")
    }
    return script.joined(separator: "\n")
  }

  /// README.md and docs/*.md, with the blocks of each in their order.
  static func ofRepository() throws -> [[DocumentBlock]] {
    let top = HeadgateProgram.repository
    let pages = (try? FileManager.default.contentsOfDirectory(atPath: "\(top)/docs")) ?? []
    let documents = ["README.md"] + pages.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
    return documents.compactMap { name in
      (try? TestFolder.text("\(top)/\(name)")).map { all(in: $0, document: name) }
    }
  }
}
