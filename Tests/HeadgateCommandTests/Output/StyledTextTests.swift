import Testing

@testable import HeadgateCommand

@Suite("Text for people")
struct StyledTextTests {
  @Test("is coloured by meaning, and plain where colours are off")
  func colours() {
    let text: StyledText = "job \(7) is \("dead", .bad)"
    #expect(text.plain == "job 7 is dead")
    #expect(text.rendered(colour: false) == "job 7 is dead")
    #expect(text.rendered(colour: true) == "job 7 is \u{1B}[1;31mdead\u{1B}[0m")
    #expect(StyledText("ready", .state("ready")).rendered(colour: true) == "ready")
    #expect(StyledText("x", .state("running")).rendered(colour: true) == "\u{1B}[36mx\u{1B}[0m")
  }

  @Test("cannot carry control sequences from elsewhere")
  func injection() {
    let foreign = "a\u{1B}[2J\r\n\t\u{9B}31m\u{202E}\u{7F}é"
    let escaped = #"a\u{1B}[2J\r\n\t\u{9B}31m\u{202E}\u{7F}é"#
    #expect(StyledText(foreign).plain == escaped)
    #expect(("\(foreign)" as StyledText).plain == escaped)
    #expect(("\(foreign, .bold)" as StyledText).rendered(colour: true) == "\u{1B}[1m\(escaped)\u{1B}[0m")
  }

  @Test("is cut between characters, with an ellipsis in the style of what it cuts")
  func truncation() {
    let text: StyledText = "abc\("defgh", .good)"
    #expect(text.truncated(to: 8) == text)
    #expect(text.truncated(to: 6).rendered(colour: true) == "abc\u{1B}[32mde…\u{1B}[0m")
    #expect(text.truncated(to: 1).plain == "…")
    #expect(text.truncated(to: 0).plain == "")
    #expect(StyledText("日本語").truncated(to: 4).plain == "日…")
    #expect(StyledText("e\u{301}e\u{301}e\u{301}").truncated(to: 2).plain == "e\u{301}…")
  }

  @Test(
    "takes as many columns as it shows",
    arguments: [
      ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한국", 4), ("ｆｕ", 4), ("👍", 2), ("👨‍👩‍👧", 2), ("🇩🇪", 2),
      ("❤️", 2),
      ("…", 1), ("─", 1), ("\u{200B}", 0), ("", 0), ("Ω≈ç", 3),
    ])
  func widths(text: String, columns: Int) {
    #expect(TextWidth.columns(text) == columns)
  }
}
