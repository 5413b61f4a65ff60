/// Text for a person. Whatever is interpolated is made harmless for terminals; only literals, which the program
/// itself wrote, are taken as they are.
///
///     console.out.line("job \(id) is \("dead", .bad): \(job.lastError)")
struct StyledText: Sendable, Equatable {
  private struct Piece: Sendable, Equatable {
    var text: String
    var style: Style
  }

  private var pieces: [Piece] = []

  /// Text from elsewhere: control characters are escaped.
  init(_ foreign: String, _ style: Style = .plain) { append(TerminalText.escaped(foreign), style) }

  /// Without colours.
  var plain: String { pieces.map(\.text).joined() }

  var columns: Int { pieces.reduce(0) { $0 + TextWidth.columns($1.text) } }

  func rendered(colour: Bool) -> String {
    guard colour else { return plain }
    return pieces.map { piece in
      piece.style.code.map { "\u{1B}[\($0)m\(piece.text)\u{1B}[0m" } ?? piece.text
    }.joined()
  }

  /// The same text in a style, where it has none yet.
  func styled(_ style: Style) -> StyledText {
    var copy = self
    for index in copy.pieces.indices where copy.pieces[index].style == .plain {
      copy.pieces[index].style = style
    }
    return copy
  }

  /// The text without what `clean` takes out, piece by piece; what reaches over several loses its styles.
  func redacted(_ clean: (String) -> String) -> StyledText {
    var copy = self
    for index in pieces.indices { copy.pieces[index].text = clean(pieces[index].text) }
    let whole = copy.plain
    let text = pieces.count > 1 ? clean(whole) : whole
    guard text != whole else { return copy }
    copy.pieces = [Piece(text: text, style: .plain)]
    return copy
  }

  /// At most `width` columns; `…` stands for what was cut off.
  func truncated(to width: Int) -> StyledText {
    guard columns > width else { return self }
    var copy = StyledText("")
    var left = max(0, width - 1)
    for piece in pieces {
      let columns = TextWidth.columns(piece.text)
      if columns <= left {
        copy.append(piece.text, piece.style)
        left -= columns
      } else {
        copy.append(TextWidth.prefix(piece.text, columns: left) + (width > 0 ? "…" : ""), piece.style)
        break
      }
    }
    return copy
  }

  static func + (left: StyledText, right: StyledText) -> StyledText {
    var sum = left
    sum.pieces += right.pieces
    return sum
  }

  static func += (left: inout StyledText, right: StyledText) { left.pieces += right.pieces }

  private mutating func append(_ safe: String, _ style: Style) {
    if !safe.isEmpty { pieces.append(Piece(text: safe, style: style)) }
  }
}

extension StyledText: ExpressibleByStringInterpolation {
  init(stringLiteral value: String) { append(value, .plain) }

  init(stringInterpolation: StringInterpolation) { self = stringInterpolation.text }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = StyledText("")

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) { text.append(literal, .plain) }

    mutating func appendInterpolation(_ value: some Any, _ style: Style = .plain) {
      text.append(TerminalText.escaped(String(describing: value)), style)
    }

    mutating func appendInterpolation(_ other: StyledText) { text += other }
  }
}
