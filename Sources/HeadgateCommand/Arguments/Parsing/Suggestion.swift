/// Finds what was meant by a mistyped word.
enum Suggestion {
  /// The candidate nearest to the word, if it is near enough to be worth naming.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    let allowed = max(1, word.count / 3)
    let scored = candidates.map { (candidate: $0, distance: distance(word, $0)) }
    if let best = scored.min(by: { $0.distance < $1.distance }), best.distance <= allowed {
      return best.candidate
    }
    let completions = word.count >= 2 ? candidates.filter { $0.hasPrefix(word) } : []
    return completions.count == 1 ? completions[0] : nil
  }

  /// `; did you mean X?`, or nothing.
  static func phrase(for word: String, among candidates: [String]) -> String {
    nearest(to: word, among: candidates).map { "; did you mean \($0)?" } ?? ""
  }

  /// `; did you mean 'GROUP X'?`, or nothing.
  static func phrase(for word: String, amongCommands names: [String], of group: String? = nil) -> String {
    let prefix = group.map { "\($0) " } ?? ""
    return nearest(to: word, among: names).map { "; did you mean '\(prefix)\($0)'?" } ?? ""
  }

  /// The least number of insertions, deletions, substitutions and swaps of neighbours from one to the other.
  static func distance(_ first: String, _ second: String) -> Int {
    let first = Array(first.lowercased())
    let second = Array(second.lowercased())
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for (row, left) in first.enumerated() {
      var current = [row + 1]
      for (column, right) in second.enumerated() {
        var best = min(last[column] + (left == right ? 0 : 1), last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left == second[column - 1], first[row - 1] == right {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[second.count]
  }
}
