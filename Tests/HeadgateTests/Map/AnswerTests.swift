import AWSClient
import AWSSandbox
import Testing
import WorkQueue

/// How answers are classified, row by row.
@Suite("What an answer means")
struct AnswerTests {
  struct Row: Sendable, CustomStringConvertible {
    let description: String
    let fault: Fault
    /// If the fault strikes once, and if it never ceases.
    let once: JobState
    let reason: String
    let attempts: Int

    init(
      _ description: String, _ fault: Fault, once: JobState = .succeeded, always reason: String,
      _ attempts: Int = 20
    ) {
      self.description = description
      self.fault = fault
      self.once = once
      self.reason = reason
      self.attempts = attempts
    }
  }

  private static func fault(_ effect: FaultEffect, status: Int? = nil, _ code: String? = nil) -> Fault {
    Fault(
      effect, name: "row", service: "appflow", operation: "CreateFlow", status: status, code: code,
      message: "no", delayMs: 90_000)
  }

  private static let throttling: [Row] = [
    "ThrottlingException", "TooManyRequestsException", "RequestLimitExceeded", "SlowDown",
    "BandwidthLimitExceeded", "NobodyKnowsException",
  ].map { (code: String) in
    Row("throttle: 429 \(code)", fault(.refuse, status: 429, code), always: "throttled")
  }

  private static let unmodelled: [Row] = ["Throttling", "ThrottledException", "RequestThrottled"].map {
    (code: String) in
    Row("throttle: 400 \(code)", fault(.refuse, status: 400, code), always: "throttled")
  }

  private static let serverErrors: [Row] = [500, 502, 503, 504].map { (status: Int) in
    Row("transient: \(status)", fault(.serverError, status: status), always: "server-error")
  }

  static let rows: [Row] =
    throttling + unmodelled + serverErrors + [
      Row("transient: no connection", fault(.connectionRefused), always: "connection-failed"),
      Row("transient: reset while sending", fault(.reset), always: "connection-lost"),
      Row("transient: no answer in time", fault(.timeout), always: "timed-out"),
      Row("transient: HTML instead of JSON", fault(.html, status: 502), always: "server-error"),
      Row("transient: a page that is not AWS's", fault(.html, status: 403), always: "invalid-answer"),
      Row(
        "permanent: validation", fault(.refuse, status: 400, "ValidationException"), once: .dead,
        always: "invalid-request", 1),
      Row(
        "permanent: access denied", fault(.refuse, status: 403, "AccessDeniedException"), once: .dead,
        always: "access-denied", 1),
      Row(
        "needs new credentials: connector authentication",
        fault(.refuse, status: 401, "ConnectorAuthenticationException"), once: .dead,
        always: "connector-credentials", 1),
      Row(
        "two or three slow tries: connector server", fault(.refuse, status: 400, "ConnectorServerException"),
        always: "connector-server", 3),
      Row(
        "quota: a create is dead at once", fault(.refuse, status: 402, "ServiceQuotaExceededException"),
        once: .dead,
        always: "quota", 1),
      Row("AWS auth: an expired session is renewed once", fault(.expiredToken), always: "aws-credentials", 1),
      Row(
        "AWS auth: an unknown key", fault(.refuse, status: 403, "UnrecognizedClientException"),
        always: "aws-credentials", 1),
      Row(
        "signature: a dead letter at once", fault(.refuse, status: 403, "InvalidSignatureException"),
        once: .dead,
        always: "signature", 1),
      Row("signature: a clock that is off", fault(.clockSkew), once: .dead, always: "signature", 1),
    ]

  @Test("a row of the classification, once and for ever", arguments: rows)
  func row(_ row: Row) throws {
    for times in [1, nil] {
      var state = try Scenario.ready.get()
      var fault = row.fault
      fault.times = times
      state.faults = [fault]
      let world = try World(state)
      let job = try world.run("create-flow", Scenario.flow())
      let title = "\(row), \(times == nil ? "always" : "once"): \(job.lastError ?? "")"
      #expect(job.state == (times == nil ? .dead : row.once), "\(title)")
      #expect(world.effects() == (job.state == .succeeded ? ["CreateFlow accounts"] : []), "\(title)")
      guard job.state == .dead else { continue }
      #expect(job.reason == row.reason && job.attempt == row.attempts, "\(title): \(job.attempt)")
    }
  }

  @Test(
    "effects that were lost on their way are found again, not repeated",
    arguments: [FaultEffect.lostAnswer, .truncated, .slow])
  func lost(_ effect: FaultEffect) throws {
    var state = try Scenario.ready.get()
    state.faults = [Self.fault(effect)]
    state.faults[0].times = 1
    let world = try World(state)
    let job = try world.run("create-flow", Scenario.flow())
    #expect(job.state == .succeeded, "\(job.lastError ?? "")")
    #expect(world.effects() == ["CreateFlow accounts"])
  }

  @Test("Retry-After is honoured")
  func retryAfter() throws {
    var state = try Scenario.ready.get()
    state.faults = [
      Fault(.throttle, name: "busy", operation: "CreateFlow", times: 1, retryAfterSeconds: 3_000)
    ]
    let world = try World(state)
    let job = try world.run("create-flow", Scenario.flow())
    #expect(job.state == .succeeded && job.updatedAtMs - job.createdAtMs >= 3_000_000)
  }

  @Test("a clock that is off is named, with how far")
  func skew() throws {
    var state = try Scenario.ready.get()
    state.faults = [Self.fault(.clockSkew)]
    let job = try World(state).run("create-flow", Scenario.flow())
    #expect(
      job.lastError?.contains("this machine's clock is 901 s behind the service's") == true,
      "\(job.lastError ?? "")")
  }

  @Test("what is not found right after its create is asked for a few times")
  func notFoundYet() throws {
    var state = try Scenario.withFlow.get()
    state.faults = [
      Fault(
        .refuse, name: "lag", operation: "DescribeFlow", times: 3, status: 404,
        code: "ResourceNotFoundException")
    ]
    let world = try World(state)
    let job = try world.run("start-flow", ["flowName": "accounts"])
    #expect(job.state == .succeeded && job.attempt == 4, "\(job.lastError ?? "")")
  }
}
