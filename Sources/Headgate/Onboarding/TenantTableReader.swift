import AWSClient

/// Collects the rows of a file of tenants, and what is wrong with its form.
struct TenantTableReader {
  let file: String
  var columns: [ColumnName] = []
  var rows: [TenantTable.Row] = []
  var problems: [OnboardingProblem] = []

  init(file: String) { self.file = file }

  mutating func readCSV(_ bytes: [UInt8]) {
    var reader = CSVReader(bytes)
    do {
      guard let header = try reader.next() else { return }
      guard readHeader(header) else { return }
      while let row = try reader.next(), hasRoom(line: row.line) { readRow(row) }
    } catch {
      // What follows a broken quote cannot be told apart, so reading ends here.
      refuse(line: error.line, error.message)
    }
  }

  private mutating func readHeader(_ header: CSVReader.Row) -> Bool {
    for (index, field) in header.fields.enumerated() {
      let name = ColumnName(field)
      if name.isEmpty {
        refuse(line: header.line, "column \(index + 1) has no name; expected a header row")
      } else if let first = columns.first(where: { $0 == name }) {
        refuse(line: header.line, "the columns '\(first)' and '\(name)' are the same; rename one")
      }
      columns.append(name)
    }
    return problems.isEmpty
  }

  private mutating func readRow(_ row: CSVReader.Row) {
    guard row.fields.count == columns.count else {
      return refuse(
        line: row.line, "the row has \(row.fields.count) fields; expected \(columns.count), as in the header")
    }
    rows.append(
      TenantTable.Row(line: row.line, values: Dictionary(uniqueKeysWithValues: zip(columns, row.fields))))
  }

  mutating func readJSONLines(_ bytes: [UInt8]) {
    var known: Set<ColumnName> = []
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      let number = index + 1
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      guard hasRoom(line: number) else { return }
      guard let values = object(line, number: number) else { continue }
      rows.append(TenantTable.Row(line: number, values: values))
      for name in values.keys.sorted(by: { $0.written < $1.written }) where known.insert(name).inserted {
        columns.append(name)
      }
    }
  }

  private mutating func object(_ line: ArraySlice<UInt8>, number: Int) -> [ColumnName: String]? {
    guard line.count <= OnboardingLimits.maxRowBytes, let text = String(validating: line, as: UTF8.self)
    else {
      refuse(line: number, "the line is not UTF-8 text of at most \(OnboardingLimits.maxRowBytes) bytes")
      return nil
    }
    let members: [JSONNode.Member]
    do {
      guard let object = try JSONDocument(parsing: text).root.members else {
        refuse(line: number, "the line is not a JSON object")
        return nil
      }
      members = object
    } catch {
      refuse(line: number, "the line is not JSON: column \(error.column): \(error.message)")
      return nil
    }
    var values: [ColumnName: String] = [:]
    for member in members {
      let name = ColumnName(member.name)
      guard let value = scalarText(member.value) else {
        refuse(line: number, field: member.name, "is \(member.value.value.kindName); expected a string")
        continue
      }
      if values.updateValue(value, forKey: name) != nil {
        refuse(line: number, field: member.name, "stands twice in the line")
      }
    }
    return values
  }

  private func scalarText(_ node: JSONNode) -> String? {
    switch node.content {
    case .string(let text): text
    case .integer(let number): String(number)
    case .bool(let flag): flag ? "true" : "false"
    case .number(let number): "\(number)"
    case .null, .array, .object: nil
    }
  }

  private mutating func hasRoom(line: Int) -> Bool {
    guard rows.count < OnboardingLimits.maxRows else {
      refuse(line: line, "the file has more than \(OnboardingLimits.maxRows) tenants; split it")
      return false
    }
    return problems.count <= OnboardingLimits.maxProblems
  }

  private mutating func refuse(line: Int, field: String? = nil, _ message: String) {
    problems.append(OnboardingProblem(file: file, line: line, field: field, message: message))
  }
}
