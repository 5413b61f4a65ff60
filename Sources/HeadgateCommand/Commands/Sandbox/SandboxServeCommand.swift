import AWSSandbox

#if Server
  import HTTPServer
  import SandboxServer
#endif

/// `headgate sandbox serve`
struct SandboxServeCommand: Command {
  static let state = Option.required("state", .path(), "the sandbox's state; changes are written back to it")
  static let listen = Option.withDefault(
    "listen", .text("ADDRESS:PORT"), default: "127.0.0.1:4566",
    "where to serve; port 0 lets the system choose one")
  static let latency = Option.withDefault(
    "latency", .durationMs, default: "20ms", "how long an answer takes: this, and up to this much more")

  static let spec = CommandSpec(
    "sandbox serve", summary: "serve a simulated AWS over HTTP", parameters: [state, listen, latency],
    discussion: """
      Prints the variables that make workers, the AWS CLI or any AWS SDK use it, and serves until SIGTERM or \
      SIGINT. Signatures are checked as AWS does. The file is written when it stops and every few seconds, so \
      change the world through the server meanwhile: a patch as for 'sandbox apply', sent by POST to \
      /_sandbox/apply as application/json; /_sandbox/state shows it all. Whoever reaches the port can do both.
      """,
    examples: [
      CommandExample("headgate sandbox serve --state sandbox.json", "a simulated AWS on port 4566")
    ])

  let arguments: ParsedArguments

  #if Server
    private let address: ListenAddress

    init(arguments: ParsedArguments) throws {
      self.arguments = arguments
      guard let address = ListenAddress(arguments[Self.listen]) else {
        throw CommandError.usage(
          "--listen '\(arguments[Self.listen])' is not an address in digits and a port such as 127.0.0.1:4566"
        )
      }
      self.address = address
    }

    func run(_ context: CommandContext) async throws {
      let path = arguments[Self.state]
      let latency = arguments[Self.latency]
      let sandbox = SandboxTransport(
        state: try SandboxFile.loadState(path), time: context.time, random: context.random,
        latency: SandboxTransport.Latency(ms: latency, jitterMs: latency))
      let server = try SandboxServer.start(sandbox, on: address)
      let keeper = SandboxKeeper(sandbox, path: path, time: context.time, console: context.console)
      let (stopped, stop) = AsyncStream.makeStream(of: Void.self)
      let signals = StopSignals { stop.finish() }
      defer { signals.end() }
      announce(server.url, sandbox.snapshot(), context)
      let saving = Task { await keeper.saveRegularly(everyMs: SandboxServerLimits.saveEveryMs) }
      for await _ in stopped {}
      saving.cancel()
      await saving.value
      await server.stop()
      try keeper.save()
      context.console.err.line("stopped; the state is in \(path)")
    }

    private func announce(_ url: String, _ state: SandboxState, _ context: CommandContext) {
      let key = state.accessKeys.min { $0.key < $1.key }
      let out = context.console.out
      if context.json {
        let words: OrderedJSON = [
          "endpoint": url, "access_key_id": key?.key, "secret_access_key": key?.value.secretAccessKey,
        ]
        out.sandboxKey(words.text)
      } else {
        out.line("export AWS_ENDPOINT_URL=\(url)")
        if let key {
          out.line("export AWS_ACCESS_KEY_ID=\(key.key)")
          out.sandboxKey("export AWS_SECRET_ACCESS_KEY=\(key.value.secretAccessKey)")
          out.line("unset AWS_SESSION_TOKEN AWS_PROFILE")
        }
      }
      out.flush()
      context.console.err.line(
        key == nil
          ? "serving \(arguments[Self.state]), which has no accessKeys: nobody can sign a request to it"
          : "serving \(arguments[Self.state]); the keys are the sandbox's own and open nothing at AWS")
    }
  #else
    init(arguments: ParsedArguments) throws { self.arguments = arguments }

    func run(_ context: CommandContext) async throws {
      throw CommandError.failed(
        "this build has no HTTP server: install libmicrohttpd-dev and build with 'swift build --traits Server'"
      )
    }
  #endif
}
