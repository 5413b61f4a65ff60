import AWSClient
import Testing
import WorkQueue

/// Whether the jobs that died gave the reason that their calls show.
enum DeathCheck {
  static func check(_ log: [LogEntry], _ title: String) {
    for death in log where death.state == .dead {
      let calls = log.filter { $0.event == "call" && $0.jobId == death.jobId && $0.attempt == death.attempt }
      let detail = death.detail.flatMap { try? JSONValue(parsing: $0) }
      print(
        "DEATH", detail?["reason"]?.string ?? "nil", calls.map { $0.detail ?? "" }.suffix(2),
        detail?["error"]?.string ?? "")
    }
  }
}
