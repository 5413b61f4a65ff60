import AWSClient
import Testing
import TimeAndChance

@Suite("configuration files, with botocore as the judge", .timeLimit(.minutes(2)))
struct INIParserTests {
  /// What people write, and what only parsers' authors think of.
  private static let lines = [
    "[default]", "[profile a]", "  [profile b]  # note", "[DEFAULT]", "[]", "[x", "[a] b]", "name = value",
    "NAME: x",
    "name=", "other =", "  inner = 1", "    inner : 2", "\tinner = a = b", "no delimiter", "  indented",
    "= nothing",
    "# comment", "  ; comment", "value = a # b ; c", "", "   ", "Ünïcode = ö", "a b = c", "key = x\u{85}y",
    "\u{C}= f",
  ]

  @Test("random lines are read, or refused, alike")
  func agreement() throws {
    let judge = try CredentialJudge.shared.get()
    let seed = UInt64.random(in: 0...UInt64.max)
    print("configuration files against botocore: seed \(seed)")
    let random = SeededRandom(seed: seed)
    var refused = 0
    for _ in 0..<1500 {
      let count = Int(random.below(9))
      var text = random.below(8) > 0 ? "[first]\n" : ""
      for _ in 0..<count {
        text +=
          Self.lines[Int(random.below(Int64(Self.lines.count)))]
          + ["\n", "\r\n", "\n\n"][Int(random.below(3))]
      }
      let ours = (try? INIParser.parse(text)).map(Self.json)
      if ours == nil { refused += 1 }
      #expect(ours == (try judge.parse(text).parsed), "seed \(seed): \(text.debugDescription)")
    }
    #expect(100...1400 ~= refused)
  }

  @Test("random commands are split into words, or refused, alike")
  func words() throws {
    let judge = try CredentialJudge.shared.get()
    let seed = UInt64.random(in: 0...UInt64.max)
    print("commands against shlex: seed \(seed)")
    let random = SeededRandom(seed: seed)
    let pieces = [
      "a", "bc", " ", "  ", "\t", "\n", "'", "\"", "\\", "''", "\"\"", "$x", "#", "é", "\\\"", "\\'",
    ]
    for _ in 0..<1500 {
      let text = (0..<random.below(10)).map { _ in pieces[Int(random.below(Int64(pieces.count)))] }.joined()
      #expect(
        (try? ShellWords.split(text)) == (try judge.split(text).words),
        "seed \(seed): \(text.debugDescription)")
    }
  }

  @Test(
    "what is wrong is told with its line",
    arguments: [
      ("a = 1", 1, "section"), ("[a]\nb", 2, "name = value"), ("[a]\n= b", 2, "before the '='"),
      ("[a]\n\n[b]\n[a]", 4, "line 1 already"), ("[a]\nb = 1\nB : 2", 3, "line 2 of the same section"),
      ("[a]\nb =\n  c = 1\n  d", 4, "indented"),
    ])
  func refusals(_ text: String, line: Int, message: String) {
    let error = #expect(throws: INIError.self) { try INIParser.parse(text) }
    #expect(error?.line == line)
    #expect(error?.message.contains(message) == true)
  }

  private static func json(_ document: INIDocument) -> [String: [String: JSONValue]] {
    func json(_ value: INIValue) -> JSONValue {
      switch value.content {
      case .text(let text): .string(text)
      case .nested(let values): .object(values.mapValues(json))
      }
    }
    return Dictionary(uniqueKeysWithValues: document.sections.map { ($0.name, $0.values.mapValues(json)) })
  }
}
