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
    var http = try unsigned(request)
    var credentials = try await provider.credentials(observe: observe)
    var hasRenewedCredentials = false
    var faults = 0
    var attempt = 0
    while true {
      attempt += 1
      http.signing =
        credentials == .anonymous
        ? nil
        : SigV4Signing(
          credentials: credentials, region: request.region, service: request.service.signingName)
      let outcome = await exchange(http, request, credentials, attempt: attempt, observe: observe)
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
    }
  }

  private enum Outcome {
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
    let outcome: Outcome
    do throws(TransportError) {
      outcome = read(try await transport.send(http), request, credentials)
    } catch {
      outcome = .unanswered(error)
    }
    let (status, errorCode, requestId): (Int?, String?, String?) =
      switch outcome {
      case .answered(let response): (response.status, nil, response.requestId)
      case .refused(let error): (error.httpStatus, error.code, error.requestId)
      case .unanswered(let fault): (nil, fault.reason.rawValue, nil)
      }
    observe(
      CallRecord(
        service: request.service.rawValue, operation: request.operation, httpStatus: status,
        errorCode: errorCode,
        requestId: requestId, durationMs: time.monotonicMs() - startMs, attempt: attempt))
    return outcome
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
