import AWSSandbox

/// `headgate sandbox apply`
struct SandboxApplyCommand: Command {
  static let patch = Argument.required("PATCH", .path("PATCH"), "what changes: roles, secrets, faults, …")
  static let state = Option.required("state", .path(), "the sandbox's state")

  static let spec = CommandSpec(
    "sandbox apply", summary: "change a simulated AWS, as its tenants would", parameters: [patch, state],
    discussion: """
      The patch has the members of a scenario; each entry replaces the one of the same name, and clearFaults \
      names faults that end.
      """,
    examples: [CommandExample("headgate sandbox apply mended.json --state sandbox.json", "mend what failed")])

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let path = arguments[Self.state]
    var state = try SandboxFile.loadState(path)
    state.apply(try SandboxFile.loadPatch(arguments[Self.patch]))
    try SandboxFile.save(state, to: path)
    if context.json {
      context.console.out.json(["state": path, "applied": arguments[Self.patch]])
    } else {
      context.console.out.line("changed \(path) by \(arguments[Self.patch])")
    }
  }
}
