import AWSClient
import Testing

@Suite("one call of AWSClient")
struct AWSClientTests {
  let time = InstantTime()
  let log = CallLog()
  let key = StaticCredentials(SignatureTests.key)

  private func client(_ transport: ScriptedTransport) -> AWSClient {
    AWSClient(
      transport: transport, endpoints: EndpointResolver(environment: [:]), time: time, random: FixedRandom())
  }

  private func request(
    _ repetition: AWSRequest.Repetition = .safe, _ service: AWSService = .appflow
  ) -> AWSRequest {
    AWSRequest(service, "StartFlow", region: "eu-central-1", path: "/start-flow", repetition: repetition)
  }

  private func failure(
    _ transport: ScriptedTransport, _ request: AWSRequest, as provider: (any CredentialsProvider)? = nil
  ) async -> AWSError? {
    await #expect(throws: AWSError.self) {
      try await client(transport).call(request, as: provider ?? key, observe: log.observe)
    }
  }

  @Test("a safe call is sent again after a fault of the connection, with growing delays")
  func retries() async throws {
    let transport = ScriptedTransport(
      .fault(.connectionLost), .fault(.couldNotConnect, mayHaveBeenProcessed: false), .status(200))
    let response = try await client(transport).call(request(), as: key, observe: log.observe)
    #expect(response.status == 200)
    #expect(time.sleepsMs == [50, 100])
    #expect(log.records.map(\.attempt) == [1, 2, 3])
    #expect(log.records.map(\.errorCode) == ["connectionLost", "couldNotConnect", nil])
    #expect(log.records.map(\.httpStatus) == [nil, nil, 200])
  }

  @Test("… but not for ever")
  func triesAreBounded() async {
    let transport = ScriptedTransport(
      .fault(.truncated), .fault(.truncated), .fault(.truncated), .status(200))
    let error = await failure(transport, request())
    #expect(error?.classification == ErrorClassification(.transient, "connection-lost"))
    #expect(error?.httpStatus == nil)
    #expect(error?.code == "truncated")
    #expect(error?.mayHaveBeenProcessed == true)
    #expect(transport.requests.count == AWSLimits.maxTriesPerCall)
  }

  @Test("an unsafe call is sent again only if nothing of it can have arrived, and on fresh connections")
  func unsafe() async throws {
    let lost = ScriptedTransport(.fault(.connectionLost), .status(200))
    let error = await failure(lost, request(.unsafe))
    #expect(error?.mayHaveBeenProcessed == true)
    #expect(lost.requests.count == 1)

    let refused = ScriptedTransport(.fault(.couldNotConnect, mayHaveBeenProcessed: false), .status(200))
    _ = try await client(refused).call(request(.unsafe), as: key, observe: log.observe)
    #expect(refused.requests.map(\.freshConnection) == [true, true])

    let resent = ScriptedTransport(.fault(.couldNotConnect, mayHaveBeenProcessed: true), .status(200))
    _ = await failure(resent, request(.unsafe))
    #expect(resent.requests.count == 1)
  }

  @Test(
    "time-outs, cancellations and refusals are not sent again here",
    arguments: [TransportError.Reason.timedOut, .cancelled, .tooLarge, .overloaded, .invalidRequest])
  func notAgain(_ reason: TransportError.Reason) async {
    let transport = ScriptedTransport(.fault(reason), .status(200))
    let error = await failure(transport, request())
    #expect(error?.classification == ErrorTable.classify(reason))
    #expect(transport.requests.count == 1)
    #expect(time.sleepsMs.isEmpty)
  }

  @Test("an error of the service is told as it is, and left to the queue")
  func serviceErrors() async {
    let transport = ScriptedTransport(
      .status(
        429, #"{"message":"slow down, AKID"}"#,
        headers: ["x-amzn-errortype": "ThrottlingException", "x-amzn-requestid": "r", "Retry-After": "3"]))
    let error = await failure(transport, request())
    #expect(
      error
        == AWSError(
          service: .appflow, operation: "StartFlow", httpStatus: 429, code: "ThrottlingException",
          message: "slow down, AKID", requestId: "r",
          classification: ErrorClassification(.throttle, "throttled"), retryAfterMs: 3_000,
          mayHaveBeenProcessed: false))
    let broken = await failure(ScriptedTransport(.status(500, "")), request())
    #expect(broken?.mayHaveBeenProcessed == true)
    #expect(log.records.map(\.requestId) == ["r", nil])
  }

  @Test("a secret that a service repeats in its message does not get through")
  func redaction() async {
    var request = request()
    request.secrets = ["00D5g0000-token"]
    let message = "bad 00D5g0000-token and \(SignatureTests.key.secretAccessKey)"
    let error = await failure(
      ScriptedTransport(.status(401, JSONValue.object(["message": .string(message)]).text())), request)
    #expect(error?.message == "bad [redacted] and [redacted]")
  }

  @Test("expired credentials are fetched anew once, for an unsafe call too")
  func expiredCredentials() async throws {
    let provider = RotatingCredentials()
    let transport = ScriptedTransport(
      .status(403, #"{"__type":"ExpiredTokenException"}"#), .status(200))
    _ = try await client(transport).call(request(.unsafe), as: provider, observe: log.observe)
    #expect(transport.requests.map { $0.signing?.credentials.accessKeyId } == ["KEY1", "KEY2"])
    #expect(log.records.map(\.errorCode) == ["ExpiredTokenException", nil])

    let hopeless = ScriptedTransport(
      .status(403, #"{"__type":"ExpiredTokenException"}"#),
      .status(403, #"{"__type":"UnrecognizedClientException"}"#), .status(200))
    let error = await failure(hopeless, request(), as: provider)
    #expect(error?.classification == ErrorClassification(.credentials, "aws-credentials"))
    #expect(hopeless.requests.count == 2)
  }

  @Test("credentials that cannot change are not tried twice")
  func staticCredentials() async {
    let transport = ScriptedTransport(.status(403, #"{"__type":"ExpiredToken"}"#), .status(200))
    _ = await failure(transport, request())
    #expect(transport.requests.count == 1)
  }

  @Test("a call without a URL is not sent")
  func endpoint() async {
    let transport = ScriptedTransport(.status(200))
    var request = request()
    request.region = "no region"
    let error = await failure(transport, request)
    #expect(error?.classification == ErrorClassification(.permanent, "endpoint"))
    #expect(error?.mayHaveBeenProcessed == false)
    #expect(transport.requests.isEmpty)
  }

  @Test("S3 gets the body's digest, the others do not")
  func bodyDigest() async throws {
    let transport = ScriptedTransport(.status(200), .status(200))
    _ = try await client(transport).call(request(.safe, .s3), as: key, observe: log.observe)
    _ = try await client(transport).call(request(.safe, .appflow), as: key, observe: log.observe)
    #expect(
      transport.requests.map { $0.headers["x-amz-content-sha256"] } == [SHA256.hex(of: []), nil])
  }
}
