import Foundation

/// The program that was built beside the tests.
enum HeadgateProgram {
  /// The folder that it lies in, for a `PATH`.
  static let folder: String = {
    let test = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: test).deletingLastPathComponent().path
  }()

  static var path: String { "\(folder)/headgate" }

  /// The top of the repository.
  static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
}
