import AWSClient
import WorkQueue

/// What an error of AWS means for a job, where the operation has nothing more special to say.
enum AWSFailure {
  /// A SaaS that is down is asked again, but slowly and not often.
  static let connectorServerAttempts = 3
  static let connectorServerPauseMs: Int64 = 30_000
  /// What was created a moment ago may not be seen everywhere yet.
  static let notFoundAttempts = 5
  /// Something is in the way that may go away by itself.
  static let conflictAttempts = 6
  static let conflictPauseMs: Int64 = 5_000
  /// A quota of concurrent runs is free again when a run ends.
  static let quotaPauseMs: Int64 = 120_000
  /// A call that our own limit holds back, where the limit does not say how long.
  static let heldBackMs: Int64 = 5_000
  /// A bucket's policy takes a while until AppFlow sees it.
  static let policyLagMs: Int64 = 120_000
  static let policyLagAttempts = 6

  static func outcome(of error: AWSError) -> Outcome {
    let failure = failure(of: error)
    // Our own limit: nothing was sent, so it is no attempt.
    if error.isHeldBack { return .snooze(forMs: error.retryAfterMs ?? heldBackMs, failure) }
    switch error.classification.errorClass {
    case .transient, .throttle: return .retry(failure)
    case .connectorServer:
      return .retry(
        slower(failure, pauseMs: connectorServerPauseMs, attempts: connectorServerAttempts))
    case .quota, .permanent, .connectorCredentials, .credentials, .conflict, .notFound, .unsupported:
      return .dead(failure)
    }
  }

  static func outcome(of error: SecretError) -> Outcome {
    let failure = Failure(reason: reason(of: error), message: error.description)
    return error.reason == .unavailable ? .retry(failure) : .dead(failure)
  }

  /// For a conflict that may go away by itself: asked again, some times.
  static func retryConflict(_ error: AWSError) -> Outcome {
    .retry(slower(failure(of: error), pauseMs: conflictPauseMs, attempts: conflictAttempts))
  }

  /// The error with the attempts and pauses of something that is asked again a few times only.
  static func slower(_ failure: Failure, pauseMs: Int64, attempts: Int) -> Failure {
    var failure = failure
    failure.retryAfterMs = max(failure.retryAfterMs ?? 0, pauseMs)
    failure.maxAttempts = attempts
    return failure
  }

  static func failure(of error: AWSError) -> Failure {
    var message = "\(error.service.rawValue) \(error.operation): \(error.code)"
    if !error.message.isEmpty { message += ": \(error.message)" }
    if let requestId = error.requestId { message += " (request \(requestId))" }
    return Failure(
      reason: error.classification.reason, message: message, retryAfterMs: error.retryAfterMs)
  }

  private static func reason(of error: SecretError) -> String {
    switch error.reason {
    case .missing: "secret-missing"
    case .accessDenied: "secret-denied"
    case .credentialsRefused: "aws-credentials"
    case .unusable: "secret-unusable"
    case .unavailable: "secret-unavailable"
    }
  }
}
