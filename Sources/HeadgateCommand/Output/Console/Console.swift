/// Where a command prints: data to `out`, everything else to `err`. Nothing else in the command writes to a file
/// descriptor.
struct Console: Sendable {
  let out: ConsoleStream
  let err: ConsoleStream
  /// What a command that reads its standard input reads from.
  let inputDescriptor: Int32
  private let device: ConsoleDevice
  private let environment: [String: String]

  init(
    out: any ConsoleSink, err: any ConsoleSink, inputDescriptor: Int32 = 0, environment: [String: String],
    onBrokenPipe: @escaping @Sendable () -> Void = {}
  ) {
    let device = ConsoleDevice(out: out, err: err, onBrokenPipe: onBrokenPipe)
    self.init(device: device, inputDescriptor: inputDescriptor, environment: environment, colour: true)
  }

  private init(device: ConsoleDevice, inputDescriptor: Int32, environment: [String: String], colour: Bool) {
    self.device = device
    self.inputDescriptor = inputDescriptor
    self.environment = environment
    out = ConsoleStream(device: device, channel: .out, environment: environment, mayUseColour: colour)
    err = ConsoleStream(device: device, channel: .err, environment: environment, mayUseColour: colour)
  }

  /// The console of this process. When the reader of its output goes away the process ends as SIGPIPE ends one.
  static func standard(environment: [String: String]) -> Console {
    Console(
      out: DescriptorSink(1), err: DescriptorSink(2), environment: environment,
      onBrokenPipe: DescriptorSink.endProcess)
  }

  func withoutColor() -> Console {
    Console(device: device, inputDescriptor: inputDescriptor, environment: environment, colour: false)
  }

  /// Writes out what is still buffered, takes the status line away, and returns what could not be written.
  func finish() -> CommandError? {
    err.setStatus(nil)
    out.flush()
    return device.failure.map { .failed("cannot write to standard output: \($0)") }
  }
}
