import AWSClient

/// Where a command prints: data to `out`, everything else to `err`. Nothing else in the command writes to a file
/// descriptor, and nothing passes without the vault's taking out what it knows to be secret.
struct Console: Sendable {
  let out: ConsoleStream
  let err: ConsoleStream
  /// Whoever comes to know a secret tells it.
  let vault: SecretVault
  /// What a command that reads its standard input reads from.
  let inputDescriptor: Int32
  private let device: ConsoleDevice
  private let environment: [String: String]

  init(
    out: any ConsoleSink, err: any ConsoleSink, inputDescriptor: Int32 = 0, environment: [String: String],
    vault: SecretVault = SecretVault(), onBrokenPipe: @escaping @Sendable () -> Void = {}
  ) {
    let device = ConsoleDevice(out: out, err: err, onBrokenPipe: onBrokenPipe)
    vault.learn(environment: environment)
    self.init(
      device: device, inputDescriptor: inputDescriptor, environment: environment, vault: vault, colour: true)
  }

  private init(
    device: ConsoleDevice, inputDescriptor: Int32, environment: [String: String], vault: SecretVault,
    colour: Bool
  ) {
    self.device = device
    self.vault = vault
    self.inputDescriptor = inputDescriptor
    self.environment = environment
    func stream(_ channel: ConsoleDevice.Channel) -> ConsoleStream {
      ConsoleStream(
        device: device, channel: channel, environment: environment, vault: vault, mayUseColour: colour)
    }
    out = stream(.out)
    err = stream(.err)
  }

  /// The console of this process. When the reader of its output goes away the process ends as SIGPIPE ends one.
  static func standard(environment: [String: String]) -> Console {
    Console(
      out: DescriptorSink(1), err: DescriptorSink(2), environment: environment,
      onBrokenPipe: DescriptorSink.endProcess)
  }

  func withoutColor() -> Console {
    Console(
      device: device, inputDescriptor: inputDescriptor, environment: environment, vault: vault, colour: false)
  }

  /// Writes out what is still buffered, takes the status line away, and returns what could not be written.
  func finish() -> CommandError? {
    err.setStatus(nil)
    out.flush()
    return device.failure.map { .failed("cannot write to standard output: \($0)") }
  }
}
