import Foundation
import Testing
import WorkQueue

@Suite("The README's Swift example")
struct ReadmeExampleTests {
  @Test("enqueues once and works")
  func runs() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "headgate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let database = folder.appending(path: "headgate.db").path()

    // Without credentials the worker ends the job before it sends anything.
    let first = try #require(try await startAccounts(database: database, environment: [:]))
    #expect(first.state == .dead)
    #expect(first.reason == "aws-credentials")
    #expect(first.attempt == 1)

    let second = try #require(try await startAccounts(database: database, environment: [:]))
    #expect(second.id == first.id)
    #expect(second.attempt == 1)
  }

  @Test("is the very code that is compiled here")
  func isCompiled() throws {
    let code = try Self.text(Self.folder.appending(path: "ReadmeExample.swift"))
    let readme = try Self.text(Self.repository.appending(path: "README.md"))
    let blocks = readme.components(separatedBy: "\n```swift run\n").dropFirst()
      .compactMap { $0.components(separatedBy: "\n```").first }
    #expect(!blocks.isEmpty)
    for block in blocks { #expect(code.contains(block), "README.md shows code that nothing compiles") }
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
  private static let repository = folder.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func text(_ file: URL) throws -> String {
    String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }
}
