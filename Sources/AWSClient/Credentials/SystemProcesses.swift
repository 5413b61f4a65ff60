import Dispatch
import Glibc
package import TimeAndChance

/// The operating system's processes. Each is waited for on a thread of its own, bounded in time and output; what
/// does not end is killed with all that it started.
package struct SystemProcesses: ProcessRunning {
  private let time: any TimeSource

  package init(time: any TimeSource = SystemTime()) { self.time = time }

  package func run(
    _ words: [String], environment: [String: String], timeoutMs: Int64, maxOutputBytes: Int
  ) async throws(ProcessFailure) -> [UInt8] {
    let bell = try CancellationBell()
    let deadlineMs = time.monotonicMs() + timeoutMs
    let result: Result<[UInt8], ProcessFailure> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        DispatchQueue.global().async {
          continuation.resume(
            returning: Result { () throws(ProcessFailure) in
              let child = try ChildProcess.start(words, environment: environment)
              defer { child.close() }
              return try child.output(
                deadlineMs: deadlineMs, maxBytes: maxOutputBytes, bell: bell, time: time)
            })
        }
      }
    } onCancel: {
      bell.ring()
    }
    return try result.get()
  }
}
