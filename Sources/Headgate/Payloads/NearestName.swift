/// The known name that somebody probably meant.
package enum NearestName {
  /// The candidate that is nearest to `name` without regard to case, or nil if none is near enough: a third
  /// of its letters may differ.
  package static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars.prefix(maxLength))
    let tolerance = max(1, wanted.count / 3)
    var nearest: (name: String, distance: Int)?
    for candidate in candidates {
      let scalars = Array(candidate.lowercased().unicodeScalars.prefix(maxLength))
      guard abs(scalars.count - wanted.count) <= tolerance else { continue }
      let distance = distance(wanted, scalars)
      guard distance <= tolerance else { continue }
      // A tie goes to the first name in the alphabet, so that a message never changes from run to run.
      if let best = nearest, (best.distance, best.name) <= (distance, candidate) { continue }
      nearest = (candidate, distance)
    }
    return nearest?.name
  }

  /// `; did you mean NAME?`, or, when no name is near, `; known: A, B, …`.
  static func hint(_ name: String, among candidates: some Collection<String>) -> String {
    if let nearest = of(name, among: candidates) { return "; did you mean \(nearest)?" }
    return candidates.isEmpty ? "" : "; known: \(listed(candidates.sorted()))"
  }

  static func listed(_ names: some Collection<String>) -> String {
    let shown = names.prefix(PayloadLimits.maxListedNames).joined(separator: ", ")
    return names.count > PayloadLimits.maxListedNames ? shown + ", …" : shown
  }

  private static let maxLength = 128

  /// Edits (insert, delete, replace, swap two neighbours) from one to the other.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        var best = min(
          previous[column] + (left[row] == right[column] ? 0 : 1), previous[column + 1] + 1,
          current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current.append(best)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }
}
