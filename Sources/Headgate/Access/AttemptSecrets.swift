import Synchronization

/// The secrets of one attempt of one job, in memory only.
final class AttemptSecrets: Sendable {
  let values = Mutex<[SecretReference: String]?>(nil)
}
