#if Server
  import Synchronization

  /// One request and its answer: the body as it comes in, then the wait for the handler, then the answer.
  ///
  /// libmicrohttpd calls on its thread, the handler's task on another; what they share is behind a lock.
  final class Exchange: Sendable {
    /// What the library's thread has to do next.
    enum Step {
      case goOn
      case refuse(HTTPServerResponse)
      case hangUp
      /// The request is complete.
      case handle(HTTPServerRequest)
      case answer(HTTPServerResponse)
    }

    private enum Phase {
      case begun
      case receiving
      case handling
      case answered(HTTPServerResponse)
      case over
    }

    private struct State {
      var phase = Phase.begun
      var method = ""
      var headers: [HTTPServerField] = []
      var body: [UInt8] = []
    }

    let id: UInt64
    private let target: String
    private let maxBodyBytes: Int
    private let state = Mutex(State())

    init(id: UInt64, target: String, maxBodyBytes: Int) {
      self.id = id
      self.target = target
      self.maxBodyBytes = maxBodyBytes
    }

    /// - Parameters:
    ///   - head: the method and the headers, asked for once.
    ///   - piece: the next piece of the body; empty when there is nothing new.
    func advance(
      head: () -> (method: String, headers: [HTTPServerField]), piece: UnsafeRawBufferPointer
    ) -> Step {
      state.withLock { state in
        switch state.phase {
        case .begun:
          (state.method, state.headers) = head()
          state.phase = .receiving
          let declared = state.headers.first(named: "Content-Length").flatMap { Int($0) } ?? 0
          guard declared <= maxBodyBytes else {
            state.phase = .over
            return .refuse(tooLarge)
          }
          return .goOn
        case .receiving where !piece.isEmpty:
          // A body of undeclared length cannot be answered in its middle.
          guard state.body.count + piece.count <= maxBodyBytes else { return .hangUp }
          state.body.append(contentsOf: piece)
          return .goOn
        case .receiving:
          state.phase = .handling
          return .handle(
            HTTPServerRequest(
              method: state.method, target: target, headers: state.headers, body: state.body))
        case .answered(let response):
          state.phase = .over
          state.body = []
          return .answer(response)
        case .handling, .over: return .hangUp
        }
      }
    }

    /// The handler is done; the library has to be told by resuming the connection.
    func answer(_ response: HTTPServerResponse) { state.withLock { $0.phase = .answered(response) } }

    private var tooLarge: HTTPServerResponse {
      .text(413, "The request's body is larger than \(maxBodyBytes) bytes.")
    }
  }
#endif
