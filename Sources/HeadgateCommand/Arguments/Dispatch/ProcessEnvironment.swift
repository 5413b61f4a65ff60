import FoundationEssentials

/// The environment variables of this process.
enum ProcessEnvironment {
  static var current: [String: String] { ProcessInfo.processInfo.environment }
}
