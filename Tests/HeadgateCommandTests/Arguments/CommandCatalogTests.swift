import Testing

@testable import HeadgateCommand

@Suite("The catalog of commands")
struct CommandCatalogTests {
  private struct Faulty: Command {
    static let spec = CommandSpec(
      "other",
      summary: "do something",
      parameters: [
        Argument.repeated("ID", .jobID, "the jobs"), Argument.required("NAME", .text("NAME"), "the name"),
        Option.withDefault("limit", .integer(1...9), default: "10", "at most"), Flag("json", "once more"),
        Flag("hush", short: "h", "less"),
      ])
    init(arguments: ParsedArguments) {}
    func run(_ context: CommandContext) {}
  }

  @Test("of this program has no defects")
  func ours() {
    #expect(CommandCatalog.headgate.defects() == [])
    #expect(CommandCatalog.sample.defects() == [])
  }

  @Test("finds every defect of a declaration")
  func defects() {
    let catalog = CommandCatalog(
      summary: "",
      sections: [
        CommandSection(
          "A", [.command(Faulty.self), .command(VersionCommand.self), .command(VersionCommand.self)]),
        CommandSection("B", [.group(CommandGroup("tenant", summary: "", commands: [Faulty.self]))]),
      ])
    let defects = catalog.defects()
    for expected in [
      "'version' is declared twice", "'other' stands in the group 'tenant'", "'other' declares --json twice",
      "'other' declares -h twice", "the default of --limit of 'other' is not a whole number from 1 to 9",
      "an argument of 'other' that repeats is not the last",
      "a required argument of 'other' follows an optional one",
    ] {
      #expect(defects.contains(expected))
    }
  }
}
