import Headgate
import Testing

@Suite("A file of tenants")
struct TenantTableTests {
  private func table(_ text: String, file: String = "t.csv") throws -> TenantTable {
    try TenantTable(parsing: Array(text.utf8), file: file)
  }

  private func problems(_ text: String, file: String = "t.csv") -> [String] {
    do {
      _ = try TenantTable(parsing: Array(text.utf8), file: file)
      return []
    } catch { return error.problems.map(\.description) }
  }

  @Test("Columns are found by name, however they are spelled")
  func columns() throws {
    let table = try table("Tenant,Role ARN,external-id\nalder,r,e\n")
    #expect(table.columns == ["tenant", "role_arn", "ExternalId"].map(ColumnName.init))
    #expect(table.rows[0].values[ColumnName("ROLE_ARN")] == "r")
  }

  @Test("Ragged rows are refused, each with its line")
  func ragged() {
    #expect(
      problems("a,b\n1\n1,2\n1,2,3\n") == [
        "t.csv:2: the row has 1 fields; expected 2, as in the header",
        "t.csv:4: the row has 3 fields; expected 2, as in the header",
      ])
  }

  @Test("A header with a hole or twice the same column is refused")
  func header() {
    #expect(problems("a,,b\n1,2,3\n") == ["t.csv:1: column 2 has no name; expected a header row"])
    #expect(
      problems("role_arn,RoleArn\n1,2\n") == [
        "t.csv:1: the columns 'role_arn' and 'RoleArn' are the same; rename one"
      ])
  }

  @Test("A file without tenants is refused", arguments: ["", "\n\n", "tenant,region\n"])
  func empty(_ text: String) { #expect(problems(text) == ["t.csv: holds no tenants"]) }

  @Test("A file that does not exist, or is none, is refused", arguments: ["/nonexistent.csv", "/tmp"])
  func unreadable(_ path: String) throws {
    let error = #expect(throws: OnboardingError.self) { try TenantTable.load(file: path) }
    #expect(error?.description.hasPrefix("\(path): ") == true)
  }

  @Test("JSON Lines give the same table")
  func jsonLines() throws {
    let text = "{\"tenant\":\"alder\",\"max_running\":3}\n\n{\"Tenant\":\"ash\",\"live\":true}\r\n"
    let table = try table(text, file: "t.jsonl")
    #expect(table.rows.map(\.line) == [1, 3])
    #expect(table.rows[0].values[ColumnName("MaxRunning")] == "3")
    #expect(table.rows[1].values[ColumnName("live")] == "true")
    #expect(Set(table.columns) == Set(["tenant", "maxRunning", "live"].map(ColumnName.init)))
  }

  @Test("Lines that are no flat JSON objects are refused")
  func badJSONLines() {
    #expect(
      problems("{\"a\":1}\n[]\n{\"a\":}\n{\"a\":{}}\n{\"a\":1,\"A\":2}\n", file: "t.jsonl") == [
        "t.jsonl:2: the line is not a JSON object",
        "t.jsonl:3: the line is not JSON: column 6: expected a value",
        "t.jsonl:4: a: is an object; expected a string",
        "t.jsonl:5: A: stands twice in the line",
      ])
  }
}
