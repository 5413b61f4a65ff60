import AWSClient
import Synchronization

/// Keeps what a call tells its observer.
final class CallLog: Sendable {
  private let kept = Mutex<[CallRecord]>([])

  var records: [CallRecord] { kept.withLock { $0 } }

  var observe: @Sendable (CallRecord) -> Void {
    { record in self.kept.withLock { $0.append(record) } }
  }
}
