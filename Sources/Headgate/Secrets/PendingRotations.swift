import Synchronization

/// Refresh tokens that were issued and are not stored yet: in memory alone, and only until they are.
final class PendingRotations: Sendable {
  /// Where a token is stored: a name alone means another secret in each Region.
  struct Place: Hashable {
    let region: String
    let reference: SecretReference
  }

  struct Rotation {
    /// What the secret holds until the successor is stored.
    let predecessor: String?
    let successor: String
  }

  /// More than any pool of workers refreshes at once.
  private static let capacity = 10_000

  private let rotations = Mutex<[Place: Rotation]>([:])

  func pending(for place: Place) -> Rotation? { rotations.withLock { $0[place] } }

  func keep(_ rotation: Rotation, for place: Place) {
    rotations.withLock { rotations in
      if rotations.count >= Self.capacity, rotations[place] == nil { rotations.removeAll() }
      rotations[place] = rotation
    }
  }

  func forget(_ place: Place) { rotations.withLock { $0[place] = nil } }
}
