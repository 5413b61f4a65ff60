import AWSClient
import Synchronization
import Testing
import TimeAndChance

@Suite("a caller that keeps to the rates")
struct RateLimitedCallerTests {
  /// Answers as the body says, and knows how many calls were under way at once.
  private final class Service: AWSCalling {
    let running = Mutex((now: 0, most: 0))
    let answer: @Sendable (AWSRequest) async throws(AWSError) -> AWSResponse

    init(_ answer: @escaping @Sendable (AWSRequest) async throws(AWSError) -> AWSResponse) {
      self.answer = answer
    }

    func call(
      _ request: AWSRequest, as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
    ) async throws(AWSError) -> AWSResponse {
      running.withLock { $0 = (now: $0.now + 1, most: max($0.most, $0.now + 1)) }
      defer { running.withLock { $0.now -= 1 } }
      return try await answer(request)
    }
  }

  private static let key = StaticCredentials(AWSCredentials(accessKeyId: "K", secretAccessKey: "S"))

  private static func request(_ operation: String, _ service: AWSService = .appflow) -> AWSRequest {
    AWSRequest(service, operation, region: "eu-central-1", repetition: .safe)
  }

  private static func error(
    _ request: AWSRequest, _ errorClass: ErrorClassification.Class, status: Int?, retryAfterMs: Int64? = nil
  ) -> AWSError {
    AWSError(
      service: request.service, operation: request.operation, httpStatus: status, code: "C", message: "",
      requestId: nil, classification: ErrorClassification(errorClass, "r"), retryAfterMs: retryAfterMs,
      mayHaveBeenProcessed: false)
  }

  private static let ok = AWSResponse(status: 200, body: [], requestId: nil)

  @Test(
    "asks for the permits of a call",
    arguments: [
      ("CreateFlow", AWSService.appflow, ["create", "write"]),
      ("CreateConnectorProfile", .appflow, ["create", "write"]),
      ("UpdateFlow", .appflow, ["write"]), ("StartFlow", .appflow, ["write"]),
      ("CancelFlowExecutions", .appflow, ["write"]), ("DescribeFlow", .appflow, ["read"]),
      ("DescribeFlowExecutionRecords", .appflow, ["read"]), ("TagResource", .appflow, ["write"]),
      ("AssumeRole", .sts, ["write"]), ("GetCallerIdentity", .sts, ["read"]),
      ("PutBucketPolicy", .s3, ["write"]), ("GetBucketPolicy", .s3, ["read"]),
      ("GetSecretValue", .secretsmanager, ["read"]), ("PutSecretValue", .secretsmanager, ["write"]),
    ])
  func keys(_ operation: String, _ service: AWSService, _ accesses: [String]) {
    let keys = RateKey.keys(for: Self.request(operation, service), account: "7")
    #expect(keys.map(\.access.rawValue) == accesses)
    #expect(keys.allSatisfy { $0.account == "7" && $0.region == "eu-central-1" && $0.service == service })
  }

  @Test("slows the account down when it is throttled, and stays away as long as the service asks for")
  func throttled() async throws {
    let time = InstantTime()
    let limiter = RateLimiter(time: time)
    let service = Service { request throws(AWSError) in
      throw Self.error(request, .throttle, status: 429, retryAfterMs: 60_000)
    }
    let caller = RateLimitedCaller(service, limiter: limiter, account: "1")
    func call(_ operation: String) async -> AWSError? {
      await #expect(throws: AWSError.self) {
        _ = try await caller.call(Self.request(operation), as: Self.key, observe: { _ in })
      }
    }
    #expect(await call("CreateFlow")?.httpStatus == 429)
    let heldBack = await call("StartFlow")
    #expect(heldBack?.isHeldBack == true)
    #expect(heldBack?.retryAfterMs == 60_000)
    #expect(heldBack?.mayHaveBeenProcessed == false)
    #expect(heldBack?.classification == ErrorClassification(.throttle, "rate-limited"))
    #expect(
      heldBack?.message
        == "not sent: appflow write in 1, eu-central-1 is held to 0.5 calls a second just now; its turn comes in "
        + "60000 ms")
    #expect(await call("DescribeFlow")?.httpStatus == 429, "reads have a rate of their own")
    #expect(limiter.snapshot().allSatisfy { $0.inFlight == 0 })
  }

  @Test("takes nothing from answers that are not the service's own")
  func otherErrors() async throws {
    let limiter = RateLimiter(time: InstantTime())
    let assume = Self.request("AssumeRole", .sts)
    for error in [
      Self.error(assume, .throttle, status: 429),
      Self.error(Self.request("StartFlow"), .transient, status: nil),
      Self.error(Self.request("StartFlow"), .permanent, status: 400),
    ] {
      let caller = RateLimitedCaller(
        Service { _ throws(AWSError) in throw error }, limiter: limiter, account: "1")
      await #expect(throws: error) {
        _ = try await caller.call(Self.request("StartFlow"), as: Self.key, observe: { _ in })
      }
    }
    #expect(limiter.snapshot().map(\.perSecond) == [1])
    #expect(limiter.snapshot().map(\.inFlight) == [0])
  }

  @Test("gives the create's slot back when there is no turn for the write")
  func slotIsReturned() async throws {
    let limiter = RateLimiter(time: InstantTime())
    let write = RateKey(account: "1", region: "eu-central-1", service: .appflow, access: .write)
    limiter.release(try await limiter.acquire(write), .throttled(retryAfterMs: 3_600_000))
    let caller = RateLimitedCaller(
      Service { _ throws(AWSError) in Self.ok }, limiter: limiter, account: "1")
    for _ in 0..<5 {
      let error = await #expect(throws: AWSError.self) {
        _ = try await caller.call(Self.request("CreateFlow"), as: Self.key, observe: { _ in })
      }
      #expect(error?.isHeldBack == true)
    }
    #expect(limiter.snapshot().allSatisfy { $0.inFlight == 0 })
  }

  @Test("lets two creates be under way in an account at most, and every call through in the end")
  func concurrentCreates() async throws {
    let time = InstantTime()
    let limiter = RateLimiter(limits: RateLimits(writesPerSecond: 1_000), time: time)
    let service = Service { _ throws(AWSError) in
      for _ in 0..<20 { await Task.yield() }
      return Self.ok
    }
    let caller = RateLimitedCaller(service, limiter: limiter, account: "1")
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<100 {
        group.addTask {
          var isDone = false
          while !isDone {
            do throws(AWSError) {
              _ = try await caller.call(Self.request("CreateFlow"), as: Self.key, observe: { _ in })
              isDone = true
            } catch {
              #expect(error.isHeldBack)
              await Task.yield()
            }
          }
        }
      }
    }
    #expect(service.running.withLock { $0.most } == 2)
    #expect(limiter.snapshot().allSatisfy { $0.inFlight == 0 && $0.waiting == 0 })
  }
}
