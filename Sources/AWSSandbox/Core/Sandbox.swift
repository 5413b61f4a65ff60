import AWSClient
import TimeAndChance

/// The simulated AWS as a function: a request and a state give an outcome and the next state.
enum Sandbox {
  static func answer(
    _ request: HTTPRequest, _ state: inout SandboxState, nowMs: Int64, random: any RandomSource,
    plan: FaultPlan?
  ) -> Outcome {
    guard var call = RequestReader.read(request, nowMs: nowMs, random: random) else {
      let host = RequestURL(request.url).host
      return .failure(
        TransportError(
          .couldNotResolve, "the sandbox plays no service at \(host)", mayHaveBeenProcessed: false))
    }
    state.callCounts["\(call.service.rawValue):\(call.operation)", default: 0] += 1
    var refusal: ServiceFailure?
    do throws(ServiceFailure) { call.caller = try Authentication.caller(request, call, state) } catch {
      refusal = error
    }
    let fault = state.strikingFault(call) ?? plan?.draw(random)
    if let fault, !fault.effect.processes { return FaultOutcome.unprocessed(fault, call) }
    let response: HTTPResponse
    do throws(ServiceFailure) {
      if let refusal { throw refusal }
      response = ReplyFormat.response(try dispatch(call, &state), to: call)
    } catch { response = ReplyFormat.response(error, to: call) }
    guard let fault else { return .answer(response, afterMs: 0) }
    return FaultOutcome.processed(fault, response)
  }

  private static func dispatch(_ call: ServiceCall, _ state: inout SandboxState) throws(ServiceFailure)
    -> Reply
  {
    switch call.service {
    case .sts: try STSService.answer(call, &state)
    case .appflow: try AppFlowService.answer(call, &state)
    case .s3: try S3Service.answer(call, &state)
    case .secretsmanager: try SecretsManagerService.answer(call, &state)
    case .salesforce: try SalesforceService.answer(call, &state)
    }
  }
}
