import FoundationEssentials

extension TenantTable {
  /// Reads a file of tenants; its name says whether it is CSV or JSON Lines.
  package static func load(file path: String) throws(OnboardingError) -> TenantTable {
    let manager = FileManager.default
    let size = (try? manager.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
    guard size <= OnboardingLimits.maxFileBytes else {
      throw tooLarge(file: path, bytes: size)
    }
    guard let data = manager.contents(atPath: path) else {
      let reason = manager.fileExists(atPath: path) ? "cannot be read" : "does not exist"
      throw OnboardingError([
        OnboardingProblem(file: path, message: "\(reason); expected a CSV or JSON Lines file of tenants")
      ])
    }
    return try TenantTable(parsing: Array(data), file: path)
  }

  static func tooLarge(file: String, bytes: Int) -> OnboardingError {
    OnboardingError([
      OnboardingProblem(
        file: file,
        message: "has \(bytes) bytes; at most \(OnboardingLimits.maxFileBytes) are read: split it")
    ])
  }
}
