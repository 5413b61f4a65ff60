/// Why a command ends without success, for a person to read.
struct CommandError: Error, Equatable {
  /// One sentence without a full stop, or several, a line each, or `nil` if all has been said already.
  let message: String?
  let exitCode: Int32
  /// What to do or where to look, on a line of its own.
  var hint: String?

  /// What was asked for failed: exit code 1.
  static func failed(_ message: String, hint: String? = nil) -> Self {
    Self(message: message, exitCode: 1, hint: hint)
  }

  /// The command line makes no sense: exit code 2. A pointer to the command's help is added where it is shown.
  static func usage(_ message: String, hint: String? = nil) -> Self {
    Self(message: message, exitCode: 2, hint: hint)
  }

  /// What went wrong has been reported already; only the exit code is missing.
  static func alreadyReported(exitCode: Int32 = 1) -> Self {
    Self(message: nil, exitCode: exitCode, hint: nil)
  }

  /// Several mistakes of the command line, a line each.
  static func usage(_ mistakes: [String]) -> Self {
    Self(message: mistakes.joined(separator: "\n"), exitCode: 2, hint: nil)
  }

  /// Any error as one to show. Errors of other layers describe themselves.
  static func wrapping(_ error: any Error) -> Self {
    switch error {
    case let error as CommandError: error
    case is CancellationError: .failed("interrupted")
    default: .failed(sentence(String(describing: error)))
    }
  }

  /// As it goes after "headgate: ": a full sentence loses its capital and its full stop.
  private static func sentence(_ text: String) -> String {
    guard text.hasSuffix("."), let end = text.lastIndex(where: { $0 != "." }) else { return text }
    return text.prefix(1).lowercased() + text[...end].dropFirst()
  }

  /// The error without what `clean` takes out of its message.
  func redacted(_ clean: (String) -> String) -> Self {
    Self(message: message.map(clean), exitCode: exitCode, hint: hint)
  }

  /// The lines for standard error.
  var lines: [StyledText] {
    guard let message else { return [] }
    let lines = message.split(separator: "\n").map { "\("headgate:", .bad) \($0)" as StyledText }
    return lines + (hint.map { ["\($0)"] } ?? [])
  }
}
