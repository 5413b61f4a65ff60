/// Aligned columns for people. On a terminal, lines are kept within its width by shortening the columns that are
/// declared flexible; anywhere else nothing is ever cut.
struct Table: Sendable {
  struct Column: Sendable {
    fileprivate let title: String
    fileprivate var alignRight = false
    fileprivate var isFlexible = false

    static func left(_ title: String) -> Column { Column(title: title) }

    /// For numbers.
    static func right(_ title: String) -> Column { Column(title: title, alignRight: true) }

    /// May be shortened to fit.
    static func flexible(_ title: String) -> Column { Column(title: title, isFlexible: true) }
  }

  private static let gap = "  "
  /// A flexible column stays at least this wide.
  private static let leastFlexibleWidth = 8

  private let columns: [Column]
  private var rows: [[StyledText]] = []

  init(_ columns: Column...) { self.init(columns) }

  init(_ columns: [Column]) { self.columns = columns }

  var isEmpty: Bool { rows.isEmpty }

  /// Adds a row; cells that are missing at its end are empty.
  mutating func add(_ cells: StyledText...) { add(row: cells) }

  mutating func add(row cells: [StyledText]) {
    precondition(cells.count <= columns.count, "a row has more cells than the table has columns")
    rows.append(cells + Array(repeating: "", count: columns.count - cells.count))
  }

  /// Prints the titles and the rows; prints nothing if there are no rows.
  func print(to stream: ConsoleStream) {
    var table = self
    if stream.width != nil { table.rows = rows.map { $0.map(stream.clean) } }
    for line in table.lines(width: stream.width) { stream.line(line) }
  }

  /// The lines, the titles first; `width` is `nil` where there is no limit.
  func lines(width: Int?) -> [StyledText] {
    guard !rows.isEmpty else { return [] }
    let widths = self.widths(within: width)
    let titles = columns.map { StyledText($0.title, .bold) }
    return ([titles] + rows).map { line(of: $0, widths) }
  }

  private func line(of cells: [StyledText], _ widths: [Int]) -> StyledText {
    var line: StyledText = ""
    // Nothing follows the last cell that says something, not even a space.
    let cells = cells.prefix(1 + (cells.lastIndex { $0.columns > 0 } ?? 0))
    for (index, cell) in cells.enumerated() {
      let cell = columns[index].isFlexible ? cell.truncated(to: widths[index]) : cell
      let padding = StyledText(String(repeating: " ", count: max(0, widths[index] - cell.columns)))
      let isLast = index == cells.count - 1
      if columns[index].alignRight {
        line += padding + cell
      } else {
        line += isLast ? cell : cell + padding
      }
      if !isLast { line += StyledText(Self.gap) }
    }
    return line
  }

  private func widths(within limit: Int?) -> [Int] {
    var widths = columns.indices.map { index in
      max(TextWidth.columns(columns[index].title), rows.map { $0[index].columns }.max() ?? 0)
    }
    guard let limit else { return widths }
    var surplus = widths.reduce(0, +) + Self.gap.count * (columns.count - 1) - limit
    while surplus > 0 {
      // A column at a time, always the widest: so that long ones give way before short ones lose anything.
      let candidates = columns.indices.filter {
        columns[$0].isFlexible
          && widths[$0] > max(Self.leastFlexibleWidth, TextWidth.columns(columns[$0].title))
      }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
      surplus -= 1
    }
    return widths
  }
}
