import AWSClient
import Synchronization

/// Answers AssumeRole with keys that it numbers, and can be made to wait or to refuse.
final class RoleIssuer: AWSCalling {
  private struct State {
    var calls = 0
    var refusals = 0
    var refusal = ErrorClassification(.permanent, "assume-role-denied")
  }

  private let state = Mutex(State())
  private let expiration: String
  private let answers: Gate
  /// Opens when the first call has arrived.
  let hasBeenCalled = Gate()

  /// - Parameter answers: each call waits for it.
  init(expiration: String = "2030-01-01T00:00:00Z", answers: Gate? = nil) {
    self.expiration = expiration
    self.answers = answers ?? Gate()
    if answers == nil { self.answers.open() }
  }

  var calls: Int { state.withLock { $0.calls } }

  func refuse(
    _ times: Int, _ refusal: ErrorClassification = ErrorClassification(.permanent, "assume-role-denied")
  ) {
    state.withLock { state in
      state.refusals = times
      state.refusal = refusal
    }
  }

  func call(
    _ request: AWSRequest, as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSResponse {
    let (number, refusal) = state.withLock { state in
      state.calls += 1
      state.refusals -= 1
      return (state.calls, state.refusals >= 0 ? state.refusal : nil)
    }
    hasBeenCalled.open()
    await answers.wait()
    if Task.isCancelled { throw .cancelled(.sts, "AssumeRole") }
    observe(
      CallRecord(
        service: "sts", operation: request.operation, httpStatus: refusal == nil ? 200 : 403, errorCode: nil,
        requestId: "r\(number)", durationMs: 1, attempt: 1))
    if let refusal {
      throw AWSError(
        service: .sts, operation: "AssumeRole", httpStatus: 403, code: "AccessDenied", message: "no",
        requestId: nil, classification: refusal, mayHaveBeenProcessed: false)
    }
    let text = """
      <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>KEY\(number)</AccessKeyId>\
      <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>\(expiration)</Expiration>\
      </Credentials><AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn><AssumedRoleId>i</AssumedRoleId>\
      </AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>
      """
    return AWSResponse(status: 200, body: Array(text.utf8), requestId: nil)
  }
}
