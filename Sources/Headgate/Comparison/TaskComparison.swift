import AWSClient

/// Compares a flow's tasks, which are a multiset: the service keeps them in no particular order.
struct TaskComparison {
  private let wanted: [JSONValue]
  private let actual: [JSONValue]

  init(wanted: JSONValue?, actual: JSONValue?) {
    self.wanted = (wanted?.array ?? []).map(Self.normalised)
    self.actual = (actual?.array ?? []).map(Self.normalised)
  }

  func differences() -> [Difference] {
    var missing = wanted
    var unexpected: [JSONValue] = []
    for task in actual {
      if let index = missing.firstIndex(of: task) {
        missing.remove(at: index)
      } else {
        unexpected.append(task)
      }
    }
    if wanted.contains(where: Self.isMapAll) { Self.dropExpansion(&missing, &unexpected) }
    return missing.map { Difference(path: "tasks", wanted: $0, actual: nil) }
      + unexpected.map { Difference(path: "tasks", wanted: nil, actual: $0) }
  }

  /// The service turns Map_all into a projection and a Map for each field, and may drop the Map_all itself.
  private static func dropExpansion(_ missing: inout [JSONValue], _ unexpected: inout [JSONValue]) {
    let isExpanded = unexpected.contains { isMapAll($0) || $0["taskType"] == "Map" }
    unexpected.removeAll { isMapAll($0) || $0["taskType"] == "Map" || isProjection($0) }
    if isExpanded { missing.removeAll(where: isMapAll) }
  }

  private static func isMapAll(_ task: JSONValue) -> Bool { task["taskType"] == "Map_all" }

  private static func isProjection(_ task: JSONValue) -> Bool {
    task["taskType"] == "Filter"
      && task["connectorOperator"]?.object?.values.contains("PROJECTION") == true
  }

  private static func normalised(_ task: JSONValue) -> JSONValue {
    var task = task
    // The fields of a projection are a set; those of any other task are in order.
    if isProjection(task), var members = task.object, let fields = members["sourceFields"]?.array {
      members["sourceFields"] = .array(fields.sorted { $0.text() < $1.text() })
      task = .object(members)
    }
    return ValueComparison.pruned(task) ?? .object([:])
  }
}
