/// A file of tenants: a row each, a value for each column. Nothing of it is checked yet but its form.
package struct TenantTable: Sendable {
  package enum Format: Sendable {
    case csv
    /// One JSON object a line.
    case jsonLines

    /// By the file's name: `.jsonl` and `.ndjson` are JSON Lines, everything else is CSV.
    package static func of(file: String) -> Format {
      file.lowercased().hasSuffix(".jsonl") || file.lowercased().hasSuffix(".ndjson") ? .jsonLines : .csv
    }
  }

  package struct Row: Sendable {
    package let line: Int
    package let values: [ColumnName: String]
  }

  package let file: String
  package let columns: [ColumnName]
  package let rows: [Row]

  /// - Parameter file: how messages name the file.
  package init(parsing bytes: [UInt8], file: String, format: Format? = nil) throws(OnboardingError) {
    guard bytes.count <= OnboardingLimits.maxFileBytes else {
      throw Self.tooLarge(file: file, bytes: bytes.count)
    }
    self.file = file
    var reader = TenantTableReader(file: file)
    switch format ?? Format.of(file: file) {
    case .csv: reader.readCSV(bytes)
    case .jsonLines: reader.readJSONLines(bytes)
    }
    if reader.rows.isEmpty && reader.problems.isEmpty {
      reader.problems.append(OnboardingProblem(file: file, message: "holds no tenants"))
    }
    guard reader.problems.isEmpty else { throw OnboardingError(reader.problems) }
    columns = reader.columns
    rows = reader.rows
  }
}
