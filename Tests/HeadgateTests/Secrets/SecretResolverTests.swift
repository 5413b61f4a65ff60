import Foundation
import Headgate
import Testing

@Suite("Secrets in the environment and in files")
struct SecretResolverTests {
  private func file(_ contents: [UInt8]) throws -> SecretReference {
    let path = FileManager.default.temporaryDirectory.appending(path: "headgate-\(UUID().uuidString)").path()
    try Data(contents).write(to: URL(filePath: path))
    return .file(path: path)
  }

  @Test("The environment's value is given as it is; one that is not set is missing")
  func environment() async throws {
    let resolver = EnvironmentSecretResolver(environment: ["A": " x\n", "B": ""])
    #expect(try await resolver.resolve(.environment(name: "A")) == " x\n")
    for name in ["B", "C"] {
      let error = await #expect(throws: SecretError.self) {
        try await resolver.resolve(.environment(name: name))
      }
      #expect(error?.reason == .missing)
    }
  }

  @Test("A file loses the newline that an editor adds, and only that")
  func files() async throws {
    let resolver = FileSecretResolver()
    #expect(try await resolver.resolve(try file(Array("s3cret".utf8))) == "s3cret")
    #expect(try await resolver.resolve(try file(Array("s3cret\n".utf8))) == "s3cret")
    #expect(try await resolver.resolve(try file(Array(" s3cret\r\n".utf8))) == " s3cret")
    #expect(try await resolver.resolve(try file(Array("a\nb\n\n".utf8))) == "a\nb\n")
  }

  @Test("A file that is absent, empty, binary, a directory or too large is refused")
  func badFiles() async throws {
    let cases: [(SecretReference, SecretError.Reason)] = [
      (.file(path: "/nonexistent/secret"), .missing),
      (try file([]), .missing),
      (try file([0xFF, 0xFE]), .unusable),
      (.file(path: "/tmp"), .unusable),
      (try file([UInt8](repeating: 65, count: SecretLimits.maxSecretBytes + 1)), .unusable),
    ]
    for (reference, reason) in cases {
      let error = await #expect(throws: SecretError.self) {
        try await FileSecretResolver().resolve(reference)
      }
      #expect(error?.reason == reason, "\(reference)")
    }
    let largest = try file([UInt8](repeating: 65, count: SecretLimits.maxSecretBytes))
    #expect(try await FileSecretResolver().resolve(largest).utf8.count == SecretLimits.maxSecretBytes)
  }

  @Test("Each reference goes to its resolver")
  func routing() async throws {
    let resolver = RoutingSecretResolver(
      environment: EnvironmentSecretResolver(environment: ["A": "x"]), secretsManager: nil)
    #expect(try await resolver.resolve(.environment(name: "A")) == "x")
    #expect(try await resolver.resolve(try file(Array("y".utf8))) == "y")
    let error = await #expect(throws: SecretError.self) {
      try await resolver.resolve(.secretsManager(.init(id: "sf")))
    }
    #expect(error?.reason == .unavailable)
  }
}
