import AWSClient
import Synchronization

/// Answers requests from a list, in order, and keeps them.
final class ScriptedTransport: HTTPTransport {
  private struct State {
    var answers: [Result<HTTPResponse, TransportError>]
    var requests: [HTTPRequest] = []
  }

  private let state: Mutex<State>

  init(_ answers: Result<HTTPResponse, TransportError>...) { state = Mutex(State(answers: answers)) }

  var requests: [HTTPRequest] { state.withLock { $0.requests } }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let answer = state.withLock { state in
      state.requests.append(request)
      return state.answers.isEmpty ? nil : state.answers.removeFirst()
    }
    guard let answer else {
      throw TransportError(.invalidRequest, "the script has no more answers", mayHaveBeenProcessed: false)
    }
    return try answer.get()
  }
}

extension Result where Success == HTTPResponse, Failure == TransportError {
  static func status(_ status: Int, _ body: String = "{}", headers: HTTPHeaders = [:]) -> Self {
    .success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
  }

  static func fault(_ reason: TransportError.Reason, mayHaveBeenProcessed: Bool = true) -> Self {
    .failure(TransportError(reason, "on purpose", mayHaveBeenProcessed: mayHaveBeenProcessed))
  }
}
