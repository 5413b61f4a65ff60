import Synchronization

/// Refresh tokens that were issued and are not stored yet: in memory alone, and only until they are.
final class PendingRotations: Sendable {
  /// More than any pool of workers refreshes at once.
  private static let capacity = 10_000

  private let tokens = Mutex<[SecretReference: String]>([:])

  func pending(for reference: SecretReference) -> String? { tokens.withLock { $0[reference] } }

  func keep(_ token: String, for reference: SecretReference) {
    tokens.withLock { tokens in
      if tokens.count >= Self.capacity, tokens[reference] == nil { tokens.removeAll() }
      tokens[reference] = token
    }
  }

  func forget(_ reference: SecretReference) { tokens.withLock { $0[reference] = nil } }
}
