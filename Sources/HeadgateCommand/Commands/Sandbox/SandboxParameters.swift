import AWSClient
import AWSSandbox
import Headgate

/// The options that put the simulated AWS in the place of the real one.
enum SandboxParameters {
  static let sandbox = Option.optional(
    "sandbox", .path(), "act on a simulated AWS whose state is in this file, instead of on AWS")
  static let latency = Option.withDefault(
    "sandbox-latency", .durationMs, default: "20ms", "how long the simulated AWS takes to answer")

  static let all: [any Parameter] = [sandbox, latency]

  /// A simulated AWS that runs in this process.
  struct Running {
    let transport: SandboxTransport
    let connection: AWSConnection
    let path: String

    /// Writes its state back, so that the next command finds the same world.
    func save() throws { try SandboxFile.save(transport.snapshot(), to: path) }
  }

  /// Nil if the real AWS is meant.
  static func open(_ arguments: ParsedArguments, _ context: CommandContext) throws -> Running? {
    guard let path = arguments[sandbox] else { return nil }
    let state = try SandboxFile.loadState(path)
    let ms = arguments[latency]
    let transport = SandboxTransport(
      state: state, time: context.time, random: context.random,
      latency: SandboxTransport.Latency(ms: ms, jitterMs: ms))
    let connection = AWSConnection(
      transport: transport, credentials: credentials(state, context.environment),
      region: context.environment["AWS_REGION"], vault: context.console.vault, time: context.time,
      random: context.random)
    return Running(transport: transport, connection: connection, path: path)
  }

  /// Without keys in the environment the sandbox's own first one is as good as any.
  private static func credentials(
    _ state: SandboxState, _ environment: [String: String]
  ) -> any CredentialsProvider {
    guard environment["AWS_ACCESS_KEY_ID"] == nil,
      let (id, key) = state.accessKeys.min(by: { $0.key < $1.key })
    else { return EnvironmentCredentials(environment) }
    return StaticCredentials(AWSCredentials(accessKeyId: id, secretAccessKey: key.secretAccessKey))
  }
}
