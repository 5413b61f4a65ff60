import AWSClient

/// One of the console's two streams. Whatever it is given, known secrets are taken out of it first.
struct ConsoleStream: Sendable {
  private static let fallbackWidth = 80
  private static let maximumTextWidth = 100

  private let device: ConsoleDevice
  private let channel: ConsoleDevice.Channel
  private let environment: [String: String]
  private let vault: SecretVault
  let isTerminal: Bool
  let hasColour: Bool

  init(
    device: ConsoleDevice, channel: ConsoleDevice.Channel, environment: [String: String], vault: SecretVault,
    mayUseColour: Bool
  ) {
    self.device = device
    self.vault = vault
    self.channel = channel
    self.environment = environment
    isTerminal = device.isTerminal(channel)
    let isColourTerminal = isTerminal && !["", "dumb"].contains(environment["TERM"] ?? "")
    hasColour = mayUseColour && isColourTerminal && (environment["NO_COLOR"] ?? "").isEmpty
  }

  /// The terminal's width now, or `nil` if this is none: then lines may have any length.
  var width: Int? { isTerminal ? currentColumns : nil }

  /// The width to which running text is wrapped, on a terminal or not.
  var textWidth: Int { min(currentColumns, Self.maximumTextWidth) }

  /// Whether a line can be drawn again and again in place.
  var canRedraw: Bool { isTerminal && environment["TERM"] != "dumb" }

  /// Prints a line.
  func line(_ text: StyledText = "") { write(clean(text).rendered(colour: hasColour) + "\n") }

  /// Prints a JSON value as one line.
  func json(_ value: OrderedJSON) { write(vault.redacted(json: value.text) + "\n") }

  /// Prints text as it is: a file's content, a format that another program reads.
  func verbatim(_ text: String) { write(vault.redacted(text)) }

  /// Prints a line as it is, though it holds a key: one that the sandbox made up, which opens nothing at AWS and
  /// which is printed for that one purpose, to be exported.
  func sandboxKey(_ text: String) { write(text + "\n") }

  /// The text without what must not be printed: for whoever cuts a text before it is printed, which would leave a
  /// piece of a secret that nobody finds.
  func clean(_ text: StyledText) -> StyledText { text.redacted { vault.redacted($0) } }

  /// Sends what is buffered on its way. Needed only where output must be seen before the command ends.
  func flush() { device.flush(channel) }

  /// Shows a line below everything else, to be replaced by the next one; `nil` takes it away. Does nothing where
  /// a line cannot be redrawn.
  func setStatus(_ text: StyledText?) {
    guard canRedraw else { return }
    // The last column stays free: some terminals wrap as soon as it is filled.
    let shown = text.map(clean)?.truncated(to: max(1, currentColumns - 1))
    device.setStatus(shown?.rendered(colour: hasColour))
  }

  /// Takes what is clean already.
  private func write(_ text: String) { device.write(text, to: channel) }

  private var currentColumns: Int {
    if let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 { return columns }
    return device.columns(channel) ?? Self.fallbackWidth
  }
}
