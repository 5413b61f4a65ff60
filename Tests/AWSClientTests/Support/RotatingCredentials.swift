import AWSClient
import Synchronization

/// Gives the same key until it is told that it is no good: KEY1, KEY2, …
final class RotatingCredentials: CredentialsProvider {
  private let number = Mutex(1)

  func credentials(observe: @Sendable (CallRecord) -> Void) async throws(AWSError) -> AWSCredentials {
    AWSCredentials(accessKeyId: "KEY\(number.withLock { $0 })", secretAccessKey: "secret")
  }

  func invalidate(_ credentials: AWSCredentials) async { number.withLock { $0 += 1 } }
}
