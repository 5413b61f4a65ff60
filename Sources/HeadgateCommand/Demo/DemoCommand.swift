import WorkQueue

/// `headgate demo`: the main job on a simulated AWS, by the very commands that a person would type.
struct DemoCommand: Command {
  static let spec = CommandSpec(
    "demo", summary: "show the main job on a simulated AWS, in less than a minute",
    discussion: """
      Makes a folder with a database, 25 tenants and a simulated AWS on which some of them fail; onboards them, \
      works, shows what failed and why, mends it and replays. Every command that it runs is shown, and the folder \
      stays, so that you can go on by hand.
      """)

  init(arguments: ParsedArguments) {}

  func run(_ context: CommandContext) async throws {
    let folder = try DemoExample.unpack(under: context.environment["TMPDIR"] ?? "/tmp")
    var environment = context.environment
    environment[CommandContext.databaseVariable] = "\(folder)/headgate.db"
    // Whatever this machine's own AWS settings are, the demo must not meet them.
    for name in environment.keys where name.hasPrefix("AWS_") { environment[name] = nil }
    let script = DemoScript(context: context, environment: environment, folder: folder)
    try await script.run()
  }
}
