/// What has to be there before what, when a template does not say.
enum StepOrder {
  /// Jobs of one stage wait for all those of the nearest earlier stage that the template has.
  static func stage(of kind: String) -> Int {
    switch kind {
    case "assume-role": 0
    case "put-bucket-policy", "create-connector-profile", "update-connector-profile",
      "refresh-connector-profile":
      1
    case "create-flow", "update-flow": 2
    case "start-flow": 3
    case "stop-flow": 4
    // Flows before the profiles that they use.
    case "delete-flow": 5
    default: 6
    }
  }

  static func defaultPredecessors(of kind: String, among steps: [(name: String, kind: String)]) -> [String] {
    let own = stage(of: kind)
    guard let previous = steps.map({ stage(of: $0.kind) }).filter({ $0 < own }).max() else { return [] }
    return steps.filter { stage(of: $0.kind) == previous }.map(\.name)
  }

  /// Sorts so that each name follows those it waits for, and otherwise keeps the order.
  /// - Returns: the sorted names, and those that wait for each other in a circle.
  static func sorted(_ names: [String], after: [String: [String]]) -> (sorted: [String], circular: [String]) {
    var sorted: [String] = []
    var done: Set<String> = []
    var rest = names
    while let index = rest.firstIndex(where: { (after[$0] ?? []).allSatisfy(done.contains) }) {
      let name = rest.remove(at: index)
      done.insert(name)
      sorted.append(name)
    }
    return (sorted, rest)
  }
}
