import TimeAndChance

/// When a call is sent again at once. What takes longer than a moment is the job queue's business, which
/// remembers its retries.
enum RetryInCall {
  /// A time-out is not repeated here: it has used up the call's whole time already.
  static func isAllowed(_ fault: TransportError, _ repetition: AWSRequest.Repetition) -> Bool {
    switch fault.reason {
    case .couldNotResolve, .couldNotConnect, .tlsFailed, .connectionLost, .truncated:
      repetition == .safe || !fault.mayHaveBeenProcessed
    case .timedOut, .cancelled, .tooLarge, .overloaded, .invalidRequest:
      false
    }
  }

  /// Exponential backoff with full jitter, as AWS's own clients do it on a larger scale.
  static func delayMs(afterFault fault: Int, _ random: any RandomSource) -> Int64 {
    let ceilingMs = min(AWSLimits.retryInCallBaseMs << Int64(fault - 1), AWSLimits.retryInCallCapMs)
    return random.below(ceilingMs + 1)
  }
}
