/// What is good for a time.
package protocol Expiring: Sendable {
  /// Nil if it does not expire.
  var expiresAtMs: Int64? { get }
}
