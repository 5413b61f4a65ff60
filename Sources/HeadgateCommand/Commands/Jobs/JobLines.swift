import AWSClient
import Headgate
import WorkQueue

/// Jobs as JSON Lines.
enum JobLines {
  struct Line {
    /// From 1.
    let number: Int
    let job: NewJob
  }

  /// A line that is no job.
  struct Problem {
    /// From 1.
    let number: Int
    let message: String
  }

  private static let members = [
    "tenant", "kind", "key", "payload", "after", "priority", "run_at", "max_attempts", "give_up_at",
    "timeout_ms",
    "key_expires_at", "retry",
  ]

  /// Each line is a job, or what is wrong with it.
  static func parse(_ text: String, name: String) -> (lines: [Line], problems: [Problem]) {
    var lines: [Line] = []
    var problems: [Problem] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard !line.allSatisfy(\.isWhitespace) else { continue }
      do throws(CommandError) {
        lines.append(Line(number: index + 1, job: try job(String(line))))
      } catch {
        problems.append(Problem(number: index + 1, message: error.message ?? ""))
      }
    }
    return (lines, problems)
  }

  private static func job(_ line: String) throws(CommandError) -> NewJob {
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: line)
    } catch {
      // It is all on one line, whose number stands before this already.
      throw .failed("is not JSON: \("\(error)".replacing("line 1, ", with: "", maxReplacements: 1))")
    }
    guard let found = document.root.members else { throw .failed("is not a JSON object") }
    let values = document.value
    for member in found where !members.contains(member.name) {
      let hint = NearestName.of(member.name, among: members).map { "; did you mean \($0)?" } ?? ""
      throw .failed("unknown member '\(member.name)'\(hint)")
    }
    guard let payload = found.first(where: { $0.name == "payload" }), payload.value.members != nil else {
      throw .failed("payload is missing or no object")
    }
    var job = NewJob(
      tenant: try text("tenant", values), kind: try text("kind", values),
      idempotencyKey: try text("key", values),
      // As it stands in the file, to the byte: it is what will be sent.
      payload: String(decoding: document.bytes[payload.value.range], as: UTF8.self),
      dependsOn: try dependencies(values["after"]), priority: Int(try number("priority", values) ?? 0),
      runAtMs: try number("run_at", values), maxAttempts: try number("max_attempts", values).map { Int($0) })
    job.giveUpAtMs = try number("give_up_at", values)
    job.timeoutMs = try number("timeout_ms", values)
    job.keyExpiresAtMs = try number("key_expires_at", values)
    job.retry = try rules(values["retry"])
    return job
  }

  private static func rules(_ value: JSONValue?) throws(CommandError) -> RetryRules? {
    guard let value, !value.isNull else { return nil }
    do {
      return try RetryRules(parsing: value.text())
    } catch {
      throw .failed("retry: \(error)")
    }
  }

  private static func text(_ member: String, _ values: JSONValue) throws(CommandError) -> String {
    guard let text = values[member]?.string, !text.isEmpty else {
      throw .failed("\(member) is missing or no text")
    }
    return text
  }

  private static func number(_ member: String, _ values: JSONValue) throws(CommandError) -> Int64? {
    guard let value = values[member], !value.isNull else { return nil }
    guard let number = value.integer else { throw .failed("\(member) is no whole number") }
    return number
  }

  private static func dependencies(_ value: JSONValue?) throws(CommandError) -> [NewJob.Dependency] {
    guard let value, !value.isNull else { return [] }
    let dependencies = value.array?.compactMap { item -> NewJob.Dependency? in
      item.integer.map { .job($0) } ?? item.string.map { .key($0) }
    }
    guard let dependencies, dependencies.count == value.array?.count else {
      throw .failed("after is no list of job ids or keys")
    }
    return dependencies
  }
}
