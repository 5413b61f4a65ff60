import Synchronization

/// The secrets that this process has come to know, in memory alone, and what keeps them out of everything that it
/// prints, logs or stores.
///
/// A value outlives the attempt that resolved it, because it can turn up later: in an answer that was cut off, in the
/// outcome of another job, in a message about the worker's own keys. It is forgotten when so many others have been
/// used since that memory would run out; whatever is still in use is learnt anew with each use.
package final class SecretVault: Sendable {
  private struct State {
    var current = Redactor()
    /// What was learnt before and may be in use still.
    var previous: Redactor?
  }

  private let maxBytes: Int
  private let state = Mutex(State())

  /// - Parameter maxBytes: see `RedactionLimits.maxKnownBytes`.
  package init(maxBytes: Int = RedactionLimits.maxKnownBytes) { self.maxBytes = maxBytes }

  package func learn(_ secret: String) {
    state.withLock { state in
      guard !state.current.knows(secret) else { return }
      if state.current.bytes >= maxBytes {
        state.previous = state.current
        state.current = Redactor()
      }
      state.current.add(secret)
    }
  }

  package func learn(_ credentials: AWSCredentials) {
    learn(credentials.secretAccessKey)
    if let token = credentials.sessionToken { learn(token) }
  }

  /// The variables whose names say that they hold secrets.
  package func learn(environment: [String: String]) {
    for (name, value) in environment where SecretNames.all.contains(name.lowercased()) { learn(value) }
  }

  package func redacted(_ text: String) -> String {
    let (current, previous) = redactors
    return current.redact(previous?.redactValues(text) ?? text)
  }

  /// A JSON text stays one.
  package func redacted(json: String) -> String {
    let (current, previous) = redactors
    return current.redact(json: previous?.redact(json: json) ?? json)
  }

  private var redactors: (Redactor, Redactor?) { state.withLock { ($0.current, $0.previous) } }
}
