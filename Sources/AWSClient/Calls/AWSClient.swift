package import TimeAndChance

/// Calls AWS over a transport: where to, signed with what, tried how often, and what the answer means.
package struct AWSClient: AWSCalling {
  private let transport: any HTTPTransport
  private let endpoints: EndpointResolver
  private let time: any TimeSource
  private let random: any RandomSource

  package init(
    transport: any HTTPTransport, endpoints: EndpointResolver, time: any TimeSource, random: any RandomSource
  ) {
    self.transport = transport
    self.endpoints = endpoints
    self.time = time
    self.random = random
  }

  package func call(
    _ request: AWSRequest, as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSResponse {
    let http = try unsigned(request)
    let credentials = try await provider.credentials(observe: observe)
    let outcome = await exchange(http, request, credentials, attempt: 1, observe: observe)
    if case .answered(let response) = outcome { return response }
    return try await callAgain(http, request, credentials, after: outcome, as: provider, observe: observe)
  }

  /// Not inlined, since it is seldom needed: each call that is under way would hold the memory for it.
  @inline(never)
  private func callAgain(
    _ http: HTTPRequest, _ request: AWSRequest, _ first: AWSCredentials, after outcome: Outcome,
    as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSResponse {
    var outcome = outcome
    var credentials = first
    var hasRenewedCredentials = false
    var faults = 0
    var attempt = 1
    while true {
      switch outcome {
      case .answered(let response): return response
      case .refused(let error):
        guard error.classification.errorClass == .credentials, !hasRenewedCredentials else { throw error }
        hasRenewedCredentials = true
        await provider.invalidate(credentials)
        let renewed = try await provider.credentials(observe: observe)
        guard renewed != credentials else { throw error }
        credentials = renewed
      case .unanswered(let fault):
        faults += 1
        guard faults < AWSLimits.maxTriesPerCall, RetryInCall.isAllowed(fault, request.repetition) else {
          throw AWSError(fault, to: request)
        }
        do {
          try await time.sleep(ms: RetryInCall.delayMs(afterFault: faults, random))
        } catch {
          throw .cancelled(
            request.service, request.operation, mayHaveBeenProcessed: fault.mayHaveBeenProcessed)
        }
      }
      attempt += 1
      outcome = await exchange(http, request, credentials, attempt: attempt, observe: observe)
    }
  }

  // Behind a pointer: an error is large, and each call that is under way would keep room for it.
  private indirect enum Outcome {
    case answered(AWSResponse)
    case refused(AWSError)
    case unanswered(TransportError)
  }

  /// One request and its answer, told to `observe`.
  private func exchange(
    _ http: HTTPRequest, _ request: AWSRequest, _ credentials: AWSCredentials, attempt: Int,
    observe: @Sendable (CallRecord) -> Void
  ) async -> Outcome {
    let startMs = time.monotonicMs()
    let answer: Result<HTTPResponse, TransportError>
    do throws(TransportError) {
      answer = .success(try await transport.send(signed(http, request, credentials)))
    } catch {
      answer = .failure(error)
    }
    let outcome = read(answer, request, credentials)
    observe(record(of: outcome, request, durationMs: time.monotonicMs() - startMs, attempt: attempt))
    return outcome
  }

  private func signed(
    _ http: HTTPRequest, _ request: AWSRequest, _ credentials: AWSCredentials
  ) -> HTTPRequest {
    var http = http
    if credentials != .anonymous {
      http.signing = SigV4Signing(
        credentials: credentials, region: request.region, service: request.service.signingName)
    }
    return http
  }

  @inline(never)
  private func record(
    of outcome: Outcome, _ request: AWSRequest, durationMs: Int64, attempt: Int
  ) -> CallRecord {
    let (status, errorCode, requestId): (Int?, String?, String?) =
      switch outcome {
      case .answered(let response): (response.status, nil, response.requestId)
      case .refused(let error): (error.httpStatus, error.code, error.requestId)
      case .unanswered(let fault): (nil, fault.reason.rawValue, nil)
      }
    return CallRecord(
      service: request.service.rawValue, operation: request.operation, httpStatus: status,
      errorCode: errorCode, requestId: requestId, durationMs: durationMs, attempt: attempt)
  }

  @inline(never)
  private func read(
    _ answer: Result<HTTPResponse, TransportError>, _ request: AWSRequest, _ credentials: AWSCredentials
  ) -> Outcome {
    switch answer {
    case .success(let response): read(response, request, credentials)
    case .failure(let fault): .unanswered(fault)
    }
  }

  private func read(
    _ response: HTTPResponse, _ request: AWSRequest, _ credentials: AWSCredentials
  ) -> Outcome {
    if 200...299 ~= response.status {
      return .answered(
        AWSResponse(
          status: response.status, headers: response.headers, body: response.body,
          requestId: ServiceFailure.requestId(response.headers)))
    }
    let secrets = request.secrets + [credentials.secretAccessKey, credentials.sessionToken ?? ""]
    return .refused(
      AWSError(
        response, ServiceFailure(reading: response), to: request, secrets: secrets, nowMs: time.nowMs()))
  }

  private func unsigned(_ request: AWSRequest) throws(AWSError) -> HTTPRequest {
    var headers = request.headers
    // S3 alone demands the header, and libcurl 7.88.1 signs the right digest only if it finds it there.
    if request.service == .s3 {
      headers.append("x-amz-content-sha256", SHA256.hex(of: request.body))
    }
    do {
      return HTTPRequest(
        method: request.method, url: try endpoints.url(for: request), headers: headers, body: request.body,
        timeoutMs: request.timeoutMs, freshConnection: request.repetition == .unsafe)
    } catch {
      throw AWSError(error, to: request)
    }
  }
}
