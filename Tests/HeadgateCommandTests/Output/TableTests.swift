import Testing

@testable import HeadgateCommand

@Suite("Tables and fields")
struct TableTests {
  private var table: Table {
    var table = Table(.right("ID"), .left("STATE"), .flexible("ERROR"), .left("AGE"))
    table.add("7", "\("dead", .state("dead"))", "Access denied for the role of 日本", "4 m ago")
    table.add("1,204", "succeeded", "", "1 s ago")
    return table
  }

  private func plain(_ width: Int?) -> [String] { table.lines(width: width).map(\.plain) }

  @Test("align their columns, whatever characters stand in them")
  func aligned() {
    #expect(
      plain(nil) == [
        "   ID  STATE      ERROR                               AGE",
        "    7  dead       Access denied for the role of 日本  4 m ago",
        "1,204  succeeded                                      1 s ago",
      ])
  }

  @Test("cut the flexible column to the terminal's width")
  func cut() {
    #expect(
      plain(40) == [
        "   ID  STATE      ERROR          AGE",
        "    7  dead       Access denie…  4 m ago",
        "1,204  succeeded                 1 s ago",
      ])
    #expect(table.lines(width: 40).allSatisfy { $0.columns <= 40 })
  }

  @Test("keep a flexible column readable, however narrow the terminal")
  func narrow() {
    #expect(plain(10)[1] == "    7  dead       Access …  4 m ago")
  }

  @Test("shorten the widest of several columns first")
  func widest() {
    var table = Table(.flexible("A"), .flexible("B"))
    table.add("0123456789", "0123456789012345678901234567890")
    #expect(table.lines(width: 32).last?.plain == "0123456789  0123456789012345678…")
  }

  @Test("are neither cut nor coloured in a pipe, and say nothing without rows")
  func piped() {
    let sink = CapturedSink()
    let console = Console(out: sink, err: CapturedSink(), environment: ["TERM": "xterm", "COLUMNS": "20"])
    table.print(to: console.out)
    Table(.left("A")).print(to: console.out)
    console.out.flush()
    #expect(sink.text == plain(nil).map { $0 + "\n" }.joined())
  }

  @Test("have bold titles and coloured states on a terminal")
  func terminal() {
    let sink = CapturedSink(terminalColumns: 40)
    let console = Console(out: sink, err: CapturedSink(), environment: ["TERM": "xterm"])
    table.print(to: console.out)
    #expect(sink.text.hasPrefix("   \u{1B}[1mID\u{1B}[0m  \u{1B}[1mSTATE\u{1B}[0m"))
    #expect(sink.text.contains("\u{1B}[1;31mdead\u{1B}[0m       Access denie…"))
  }

  @Test("leave no spaces behind short rows")
  func shortRows() {
    var table = Table(.left("A"), .left("B"))
    table.add("x")
    #expect(table.lines(width: nil).map(\.plain) == ["A  B", "x"])
  }

  @Test("align names and values below each other, without what is not known")
  func fields() {
    var fields = Fields()
    fields.add("state", "\("dead", .bad)")
    fields.add("reason", nil)
    fields.add("finished", "4 m ago")
    #expect(fields.lines.map(\.plain) == ["state     dead", "finished  4 m ago"])
  }
}
