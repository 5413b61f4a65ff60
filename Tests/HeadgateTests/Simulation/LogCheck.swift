import Testing
import WorkQueue

/// What the work log, replayed from empty, has to show.
enum LogCheck {
  /// The states at the end are those of the jobs; jobs at one resource ran one at a time and in their order; no
  /// tenant ran more than it may; lease tokens only grew.
  static func check(_ log: [LogEntry], _ jobs: [Job], maxRunning: Int, _ title: String) {
    let byId = Dictionary(uniqueKeysWithValues: jobs.map { ($0.id, $0) })
    var states: [Int64: JobState] = [:]
    for entry in log {
      guard let id = entry.jobId, let state = entry.state, let job = byId[id] else { continue }
      if state == .running {
        let running = states.filter { $0.value == .running }.compactMap { byId[$0.key] }
        #expect(
          !running.contains { $0.tenant == job.tenant && $0.resource == job.resource },
          "\(title): job \(id) ran beside another one at \(job.resource ?? "")")
        #expect(
          running.count { $0.tenant == job.tenant } < maxRunning, "\(title): too many of \(job.tenant)")
        let earlier = jobs.filter {
          $0.id < id && $0.tenant == job.tenant && $0.resource == job.resource
            && states[$0.id] != .succeeded
        }
        #expect(earlier.isEmpty, "\(title): job \(id) ran before job \(earlier.first?.id ?? 0)")
      }
      states[id] = state
    }
    for job in jobs { #expect(states[job.id] == job.state, "\(title): the log of job \(job.id)") }
  }
}
