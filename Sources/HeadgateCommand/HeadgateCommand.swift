import Glibc
import SQLite
import TimeAndChance

@main
enum HeadgateCommand {
  static func main() async {
    // A write to a closed pipe or connection is to fail with EPIPE; the console then ends the process.
    signal(SIGPIPE, SIG_IGN)
    let environment = ProcessEnvironment.current
    MemoryGuard.begin(environment: environment)
    MallocSettings.set()
    let tool = CommandLineTool(
      catalog: .headgate, environment: environment, console: .standard(environment: environment),
      time: SystemTime(), random: SystemRandom())
    exit(await tool.run(Array(CommandLine.arguments.dropFirst())))
  }
}
