/// Takes out of a text what must not be stored. The queue knows nothing of secrets; it asks this of everything that
/// it writes on behalf of an operation: errors, results, checkpoints and details of the log.
public protocol Redacting: Sendable {
  /// The text without what must not be stored.
  func redacted(_ text: String) -> String

  /// The same of a JSON text, which stays one.
  func redacted(json: String) -> String
}

extension Settlement {
  /// As it may be stored. A reason is a fixed word of the operation's.
  func redacted(by redacting: any Redacting) -> Settlement {
    func clean(_ failure: Failure) -> Failure {
      var failure = failure
      failure.message = redacting.redacted(failure.message)
      return failure
    }
    return switch self {
    case .succeeded(let result): .succeeded(result: result.map { redacting.redacted(json: $0) })
    case .retry(let runAtMs, let failure): .retry(runAtMs: runAtMs, clean(failure))
    case .snoozed(let runAtMs, let failure): .snoozed(runAtMs: runAtMs, failure.map(clean))
    case .dead(let failure): .dead(clean(failure))
    case .cancelled(let failure): .cancelled(clean(failure))
    case .released: .released
    }
  }
}
