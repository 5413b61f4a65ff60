import AWSClient
import Foundation
import Headgate
import Testing

/// docs/errors.md against the code: every reason that a job can have is there, with the advice that the command
/// gives, and no other.
@Suite("docs/errors.md")
struct ErrorsPageTests {
  @Test("has a row for each reason of the advice, with the same words, in the same order")
  func rowsAreTheAdvice() throws {
    let rows = try Self.rows()
    #expect(rows.map(\.reason) == Advice.all.map(\.reason))
    for (reason, advice) in Advice.all {
      #expect(rows.first { $0.reason == reason }?.advice == advice, "\(reason)")
    }
  }

  @Test("knows every reason that the error table can give")
  func knowsTheErrorTable() throws {
    let known = Set(try Self.rows().map(\.reason))
    var possible = Set(ErrorTable.rules.map(\.classification.reason))
    possible.formUnion(TransportError.Reason.allCases.map { ErrorTable.classify($0).reason })
    possible.insert(ErrorTable.classify(.appflow, "CreateFlow", code: "", status: 200).reason)
    #expect(possible.subtracting(known) == [])
  }

  @Test("knows every reason that stands in the sources, and none that nothing gives")
  func knowsTheSources() throws {
    var possible: Set<String> = []
    for file in try Self.swiftFiles(under: "Sources/WorkQueue", "Sources/Headgate", "Sources/AWSClient") {
      guard file.lastPathComponent != "Advice.swift" else { continue }
      let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
      let places = [
        // static let unknownKind = "unknown-kind"
        /static let [a-zA-Z]*(?:Kind|reason|Reason|Passed) = "([a-z-]+)"/,
        // Failure(reason: "…"), failure.reason = "…", THEN 'worker-lost' ELSE reason
        /reason(?::|\s=)\s"([a-z-]+)"/, /THEN '([a-z-]+)' ELSE reason/,
        // ErrorClassification(.permanent, "…"), and the rows of the table
        /\.(?:transient|throttle|quota|permanent|connectorCredentials|connectorServer|credentials|conflict|notFound|unsupported),\s*"([a-z-]+)"\)/,
        // ended("flow-run-failed", …)
        /\b(?:ended|failure)\("([a-z-]+)"/,
        // case .missing: "secret-missing"
        /: "(secret-[a-z]+)"/,
      ]
      for place in places { possible.formUnion(text.matches(of: place).map { String($0.output.1) }) }
    }
    let known = Set(try Self.rows().map(\.reason))
    #expect(possible.subtracting(known) == [], "reasons without a row in docs/errors.md")
    #expect(known.subtracting(possible) == [], "rows in docs/errors.md of reasons that nothing gives")
  }

  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// `| `reason` | meaning | what happens | advice |`
  private static func rows() throws -> [(reason: String, advice: String)] {
    let page = String(
      decoding: try Data(contentsOf: repository.appending(path: "docs/errors.md")), as: UTF8.self)
    return page.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard line.hasPrefix("| `"), cells.count == 4 else { return nil }
      return (cells[0].trimmingCharacters(in: ["`"]), cells[3])
    }
  }

  private static func swiftFiles(under folders: String...) throws -> [URL] {
    try folders.flatMap { folder in
      let root = repository.appending(path: folder)
      let names = try FileManager.default.subpathsOfDirectory(atPath: root.path())
      return names.filter { $0.hasSuffix(".swift") }.map { root.appending(path: $0) }
    }
  }
}
