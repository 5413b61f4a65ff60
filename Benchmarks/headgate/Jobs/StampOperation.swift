import Synchronization
import WorkQueue

/// Notes when it was started.
final class StampOperation: Operation {
  let kind = NoOperation.rule
  private let lines = Mutex<[String]>([])

  var stamps: [String] { lines.withLock { $0 } }

  func problems(inPayload payload: String) -> [String] { [] }

  func run(_ context: JobContext) async throws -> Outcome {
    let nowNs = ProcessCost.nowNs
    // The flow's name is the job's key, which an operation is not told.
    let name = context.job.payload.split(separator: "\"").dropFirst(3).first ?? "?"
    lines.withLock { $0.append("\(name) \(nowNs)") }
    return .succeeded(result: nil)
  }
}
