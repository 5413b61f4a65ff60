import AWSClient
import WorkQueue

/// The work log as people read it.
enum LogTable {
  static func table(_ entries: [LogEntry], withJob: Bool) -> Table {
    var table =
      withJob
      ? Table(
        .left("AT"), .right("JOB"), .left("TENANT"), .left("EVENT"), .right("TRY"), .flexible("DETAIL"))
      : Table(.left("AT"), .left("EVENT"), .right("TRY"), .flexible("DETAIL"))
    for entry in entries { table.add(row: row(entry, withJob: withJob)) }
    return table
  }

  static func row(_ entry: LogEntry, withJob: Bool) -> [StyledText] {
    let who: [StyledText] = withJob ? ["\(entry.jobId.map(String.init) ?? "–")", "\(entry.tenant)"] : []
    return ["\(Format.timestamp(entry.atMs), .dim)"] + who
      + [
        "\(entry.event, entry.state.map { .state($0.rawValue) } ?? .plain)",
        "\(entry.attempt.map { $0 > 0 ? String($0) : "" } ?? "")", "\(detail(entry))",
      ]
  }

  /// A call reads as `appflow CreateFlow 429 ThrottlingException, 12 ms`, a failure as `reason: error`, anything
  /// else as `name value` pairs.
  private static func detail(_ entry: LogEntry) -> String {
    guard let text = entry.detail, let members = (try? JSONValue(parsing: text))?.object else { return "" }
    func value(_ name: String) -> String? {
      guard let value = members[name], !value.isNull else { return nil }
      return value.string ?? value.text()
    }
    guard entry.event == "call" else {
      let failure = [value("reason"), value("error")].compactMap(\.self).joined(separator: ": ")
      let again = members["runAt"]?.integer.map { "again at \(Format.timestamp($0))" }
      let others = members.keys.sorted().filter { !["reason", "error", "runAt"].contains($0) }
        .compactMap { name in value(name).map { "\(name) \($0)" } }
      return ([failure] + others + [again ?? ""]).filter { !$0.isEmpty }.joined(separator: ", ")
    }
    let call = [value("service"), value("operation"), value("status") ?? "no answer", value("error")]
    var line = call.compactMap(\.self).joined(separator: " ")
    if let ms = value("ms") { line += ", \(ms) ms" }
    if let number = value("try") { line += ", try \(number)" }
    if let request = value("requestId") { line += ", request \(request)" }
    return line
  }
}
