#if Server
  import CMicrohttpd
  import Glibc

  /// What libmicrohttpd calls back: it takes a request in piece by piece, suspends its connection while the handler
  /// works, and puts the answer on the wire.
  final class RequestDesk: Sendable {
    let exchanges: ExchangeTable
    let watch: HangUpWatch
    private let limits: HTTPServerLimits
    private let handler: HTTPServer.Handler

    init(limits: HTTPServerLimits, handler: @escaping HTTPServer.Handler) throws(HTTPServerError) {
      let exchanges = ExchangeTable()
      self.exchanges = exchanges
      watch = try HangUpWatch.start { exchanges.cancel($0) }
      self.limits = limits
      self.handler = handler
    }

    /// The first that is known of a request. What it returns comes along with every later call.
    static let onTarget:
      @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?) ->
        UnsafeMutableRawPointer? = { context, target, _ in
          guard let desk = RequestDesk.at(context), let target else { return nil }
          let exchange = Exchange(
            id: desk.exchanges.begin(), target: String(cString: target),
            maxBodyBytes: desk.limits.maxBodyBytes)
          return Unmanaged.passRetained(exchange).toOpaque()
        }

    static let onAccess: MHD_AccessHandlerCallback = {
      context, connection, _, method, _, piece, pieceBytes, slot in
      guard let desk = RequestDesk.at(context), let connection, let pieceBytes,
        let exchange = RequestDesk.exchange(slot)
      else { return .NO }
      let bytes = UnsafeRawBufferPointer(start: piece, count: piece == nil ? 0 : pieceBytes.pointee)
      let step = exchange.advance(
        head: { (method.map { String(cString: $0) } ?? "", RequestHeaders.read(connection)) }, piece: bytes)
      pieceBytes.pointee = 0
      return desk.take(step, exchange, connection)
    }

    static let onCompleted: MHD_RequestCompletedCallback = { context, _, slot, _ in
      guard let object = slot?.pointee else { return }
      slot?.pointee = nil
      let exchange = Unmanaged<Exchange>.fromOpaque(object).takeRetainedValue()
      RequestDesk.at(context)?.exchanges.end(exchange.id)
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> RequestDesk? {
      context.map { Unmanaged<RequestDesk>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func exchange(_ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?) -> Exchange? {
      slot?.pointee.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
    }

    private func take(_ step: Exchange.Step, _ exchange: Exchange, _ connection: OpaquePointer) -> MHD_Result
    {
      switch step {
      case .goOn: return .YES
      case .hangUp: return .NO
      case .refuse(let response), .answer(let response):
        return ResponseWriting.queue(response, on: connection, closing: exchanges.isStopping)
      case .handle(let request):
        handle(request, exchange, connection)
        return .YES
      }
    }

    private func handle(_ request: HTTPServerRequest, _ exchange: Exchange, _ connection: OpaquePointer) {
      MHD_suspend_connection(connection)
      let socket = cmicrohttpd_socket(connection)
      watch.watch(socket, key: exchange.id)
      let connection = LibraryPointer(pointer: connection)
      // The library keeps the connection while it is suspended, and nothing but the line that resumes it ends that.
      exchanges.handle(exchange.id) { [self] in
        let response = await handler(request)
        watch.unwatch(socket)
        exchange.answer(response)
        MHD_resume_connection(connection.pointer)
        exchanges.endHandling(exchange.id)
      }
    }
  }
#endif
