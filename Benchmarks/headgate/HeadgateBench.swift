import Glibc
import SQLite

/// Headgate's side of scripts/bench: `HeadgateBench SCENARIO --database FILE [--OPTION VALUE]…` does one thing once
/// and prints its figures as one line of JSON.
@main
enum HeadgateBench {
  static func main() async {
    MallocSettings.set()
    do {
      let arguments = try Arguments(CommandLine.arguments)
      guard let scenario = scenarios[arguments.scenario] else {
        throw BenchError("no scenario '\(arguments.scenario)'; there are \(scenarios.keys.sorted())")
      }
      Output.write(try await scenario.run(arguments))
    } catch {
      Output.complain("\(error)")
      exit(1)
    }
  }

  private static var scenarios: [String: any Scenario.Type] {
    [
      "prepare": PrepareDatabase.self, "fill": FillDatabase.self, "enqueue": EnqueueByCallers.self,
      "bulk": EnqueueInBulk.self, "produce": Produce.self, "work": WorkThrough.self,
      "together": WorkAndProduce.self, "portions": WorkInPortions.self, "claims": ClaimFew.self,
      "start-flow": StartFlows.self, "wake": WakeUp.self, "idle": StayIdle.self,
    ]
  }
}
