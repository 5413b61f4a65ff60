import AWSClient
import AWSSandbox
import Testing
import TimeAndChance

@Suite("Faults")
struct FaultTests {
  private func create(_ harness: Harness, timeoutMs: Int64 = 60_000) async -> Result<Answer, TransportError> {
    do throws(TransportError) {
      return .success(
        try await harness.appflow("CreateConnectorProfile", Payloads.profile(), timeoutMs: timeoutMs))
    } catch { return .failure(error) }
  }

  private func faulty(_ fault: Fault) -> Harness { Harness { $0.faults = [fault] } }

  @Test("throttles with 429 and Retry-After, as often as it says")
  func throttle() async throws {
    let harness = faulty(Fault(.throttle, name: "f", times: 2, retryAfterSeconds: 3))
    for _ in 1...2 {
      let answer = try await create(harness).get()
      #expect(answer.status == 429)
      #expect(answer.code == "ThrottlingException")
      #expect(answer.response.headers["Retry-After"] == "3")
    }
    #expect(harness.sandbox.snapshot().journal.isEmpty)
    #expect(try await create(harness).get().status == 200)
    #expect(harness.sandbox.snapshot().faults[0].used == 2)
  }

  @Test(
    "answers that refuse do nothing",
    arguments: [
      (FaultEffect.serverError, 500, "InternalServerException"), (.html, 503, ""),
      (.deny, 403, "AccessDeniedException"),
      (.expiredToken, 403, "ExpiredTokenException"), (.quota, 402, "ServiceQuotaExceededException"),
    ])
  func refusals(_ effect: FaultEffect, _ status: Int, _ code: String) async throws {
    let harness = faulty(Fault(effect, name: "f", times: 1))
    let answer = try await create(harness).get()
    #expect(answer.status == status)
    #expect(answer.code == code)
    if effect == .html { #expect(answer.text.hasPrefix("<html>")) }
    #expect(harness.sandbox.snapshot().journal.isEmpty)
    #expect(try await create(harness).get().status == 200)
  }

  @Test(
    "a lost answer has its effect; a reset and a refused connection have none",
    arguments: [
      (FaultEffect.lostAnswer, TransportError.Reason.connectionLost, true, 1),
      (.reset, .connectionLost, true, 0), (.connectionRefused, .couldNotConnect, false, 0),
      (.timeout, .timedOut, true, 0),
    ])
  func transport(
    _ effect: FaultEffect, _ reason: TransportError.Reason, _ mayHaveBeenProcessed: Bool, _ effects: Int
  ) async throws {
    let harness = faulty(Fault(effect, name: "f", times: 1))
    guard case .failure(let error) = await create(harness) else {
      Issue.record("an answer came")
      return
    }
    #expect(error.reason == reason)
    #expect(error.mayHaveBeenProcessed == mayHaveBeenProcessed)
    #expect(harness.sandbox.snapshot().journal.count == effects)
  }

  @Test("a truncated answer has its effect and is not JSON")
  func truncated() async throws {
    let harness = faulty(Fault(.truncated, name: "f", times: 1))
    let answer = try await create(harness).get()
    #expect(answer.status == 200)
    #expect(answer.json == .null)
    #expect(harness.sandbox.snapshot().journal.count == 1)
  }

  @Test("a slow answer comes late, or is a time-out to who does not wait; the effect is there either way")
  func slow() async throws {
    let patient = faulty(Fault(.slow, name: "f", times: 1, delayMs: 800))
    let before = patient.time.nowMs()
    #expect(try await create(patient).get().status == 200)
    #expect(patient.time.nowMs() == before + 800)
    let hasty = faulty(Fault(.slow, name: "f", times: 1, delayMs: 800))
    guard case .failure(let error) = await create(hasty, timeoutMs: 500) else {
      Issue.record("an answer came")
      return
    }
    #expect(error.reason == .timedOut)
    #expect(error.message == "no answer within 500 ms")
    #expect(error.mayHaveBeenProcessed)
    #expect(hasty.sandbox.snapshot().journal.count == 1)
  }

  @Test("hits only the calls it is about, from the n-th on")
  func matching() async throws {
    let harness = Harness { state in
      state.faults = [
        Fault(.serverError, name: "account", account: "222222222222"),
        Fault(.serverError, name: "region", region: "eu-central-1"),
        Fault(.serverError, name: "service", service: "s3"),
        Fault(.serverError, name: "operation", operation: "DeleteFlow"),
        Fault(.serverError, name: "resource", resource: "other-*"),
        Fault(.throttle, name: "nth", operation: "ListFlows", nth: 2, times: 1),
      ]
    }
    #expect(try await create(harness).get().status == 200)
    var statuses: [Int] = []
    for _ in 1...3 { statuses.append(try await harness.appflow("ListFlows", [:]).status) }
    #expect(statuses == [200, 429, 200])
    #expect(try await harness.appflow("ListFlows", [:], region: "eu-central-1").status == 500)
    #expect(try await harness.s3("GET", "?policy=").status == 500)
    #expect(try await harness.appflow("DescribeFlow", ["flowName": "other-1"]).status == 500)
  }

  @Test("a fault on an account also hits the assumption of that account's role")
  func assumeRole() async throws {
    let harness = faulty(Fault(.throttle, name: "f", account: "111111111111"))
    let answer = try await harness.sts([
      "Action": "AssumeRole", "RoleArn": Harness.role, "RoleSessionName": "headgate", "ExternalId": "hg-acme",
    ])
    #expect(answer.code == "Throttling")
  }

  @Test("a patch clears faults by name and replaces what it names")
  func patch() async throws {
    let harness = Harness { state in
      state.faults = [Fault(.throttle, name: "always"), Fault(.throttle, name: "s3", service: "s3")]
      state.roles[Harness.role]?.externalId = "hg-old"
    }
    var patch = SandboxPatch()
    patch.clearFaults = ["always"]
    patch.roles[Harness.role] = .init(trustedPrincipals: ["999999999999"], externalId: "hg-acme")
    harness.sandbox.apply(patch)
    _ = try await harness.session()
    #expect(harness.sandbox.snapshot().faults.map(\.name) == ["s3"])
  }

  @Test("random faults come as often as their rates say, and a seed repeats them")
  func plan() async throws {
    func statuses(seed: UInt64) async -> [Int] {
      let plan = FaultPlan([.throttle: 0.2, .serverError: 0.1, .connectionRefused: 0.1])
      let harness = Harness(plan: plan, seed: seed)
      var statuses: [Int] = []
      for _ in 1...2_000 { statuses.append((try? await harness.appflow("ListFlows", [:]).status) ?? 0) }
      return statuses
    }
    let seed: UInt64 = 42
    let first = await statuses(seed: seed)
    #expect(await statuses(seed: seed) == first)
    #expect((300...500).contains(first.count { $0 == 429 }))
    #expect((120...280).contains(first.count { $0 == 500 }))
    #expect((120...280).contains(first.count { $0 == 0 }))
  }

  @Test("latency is waited for through the clock that was given, and cancellation ends the wait")
  func latency() async throws {
    let harness = Harness(latency: .init(ms: 40))
    let before = harness.time.nowMs()
    #expect(try await harness.appflow("ListFlows", [:]).status == 200)
    #expect(harness.time.nowMs() == before + 40)
    let cancelled = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await create(harness)
    }
    guard case .failure(let error) = await cancelled.value else {
      Issue.record("an answer came")
      return
    }
    #expect(error.reason == .cancelled)
    #expect(!error.mayHaveBeenProcessed)
  }
}
