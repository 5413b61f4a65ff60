/// Why a program gave no output. What it printed is not repeated: it may hold a secret.
package struct ProcessFailure: Error, Sendable, Equatable {
  package enum Reason: Sendable { case notStarted, failed, timedOut, tooLarge, cancelled }

  package let reason: Reason
  /// What follows the program's name: `ended with status 1`.
  package let message: String

  package init(_ reason: Reason, _ message: String) {
    self.reason = reason
    self.message = message
  }
}
