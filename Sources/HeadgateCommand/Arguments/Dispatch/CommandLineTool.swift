import AWSClient
import TimeAndChance

/// The whole command as a function from arguments, environment and console to an exit code.
struct CommandLineTool: Sendable {
  let catalog: CommandCatalog
  let environment: [String: String]
  let console: Console
  let time: any TimeSource
  let random: any RandomSource

  /// Runs one command line, without the program's name, and returns the exit code. It never exits itself.
  func run(_ commandLine: [String]) async -> Int32 {
    let options = commandLine.prefix { $0 != "--" }
    let console = options.contains("--no-color") ? console.withoutColor() : console
    var exitCode: Int32 = 0
    do {
      try await perform(commandLine, console)
    } catch {
      exitCode = report(.wrapping(error), console)
    }
    // What could not be written is a failure too: a script must not take half a list for the whole.
    if let failure = console.finish(), exitCode == 0 { exitCode = report(failure, console) }
    return exitCode
  }

  private func perform(_ commandLine: [String], _ console: Console) async throws {
    let parser = ArgumentParser(catalog: catalog, nowMs: time.nowMs())
    switch try parser.parse(commandLine) {
    case .help(let topic):
      HelpPage(catalog: catalog, width: console.out.textWidth).print(topic, to: console.out)
    case .incomplete(let topic):
      HelpPage(catalog: catalog, width: console.err.textWidth).print(topic, to: console.err)
      console.err.line()
      throw CommandError.usage("no command is given; name one of those above")
    case .version(let options):
      VersionCommand().show(console: console, json: options.json)
    case .run(let type, let arguments, let options):
      let context = CommandContext(
        console: console, environment: environment, options: options, time: time, random: random)
      do {
        try await type.init(arguments: arguments).run(context)
      } catch var error as CommandError where error.exitCode == 2 && error.hint == nil {
        error.hint = "see '\(type.spec.fullName) --help'"
        throw error
      }
    }
  }

  private func report(_ error: CommandError, _ console: Console) -> Int32 {
    console.err.setStatus(nil)
    console.out.flush()
    // Before it is cut into lines: a key has several.
    for line in error.redacted({ console.vault.redacted($0) }).lines { console.err.line(line) }
    return error.exitCode
  }
}
