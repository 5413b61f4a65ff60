/// How far a bulk operation has come, as text. It has no clock and draws nothing.
struct ProgressBar: Sendable {
  private struct Sample: Sendable {
    let atMs: Int64
    let done: Int
  }

  /// The rate is that of the last samples, one a second, so that it follows what happens now.
  private static let sampleIntervalMs: Int64 = 1000
  private static let maximumSamples = 15
  private static let maximumBarColumns = 30

  let label: String
  let total: Int
  private(set) var done = 0
  private(set) var failed = 0
  private var hasEnded = false
  private let startedMs: Int64
  private var nowMs: Int64
  private var samples: [Sample]

  init(_ label: String, total: Int, nowMs: Int64) {
    self.label = label
    self.total = max(0, total)
    startedMs = nowMs
    self.nowMs = nowMs
    samples = [Sample(atMs: nowMs, done: 0)]
  }

  /// `done` counts everything that is finished, the failed among it.
  mutating func update(done: Int, failed: Int, nowMs: Int64) {
    self.done = min(max(0, done), total)
    self.failed = min(max(0, failed), self.done)
    self.nowMs = max(self.nowMs, nowMs)
    if let last = samples.last, self.nowMs - last.atMs >= Self.sampleIntervalMs {
      samples.append(Sample(atMs: self.nowMs, done: self.done))
      if samples.count > Self.maximumSamples { samples.removeFirst() }
    }
  }

  /// Nothing more will come, complete or not: from now on it tells how long it took.
  mutating func end(nowMs: Int64) {
    update(done: done, failed: failed, nowMs: nowMs)
    hasEnded = true
  }

  var isComplete: Bool { done >= total }

  var elapsedMs: Int64 { nowMs - startedMs }

  /// Finished per second, lately; `nil` while there is nothing to tell it by.
  var ratePerSecond: Double? {
    guard let first = samples.first, nowMs > first.atMs, done > first.done else { return nil }
    return Double(done - first.done) * 1000 / Double(nowMs - first.atMs)
  }

  /// How long the rest will take at the present rate.
  var remainingMs: Int64? {
    guard !isComplete, let ratePerSecond else { return nil }
    let ms = Double(total - done) * 1000 / ratePerSecond
    return ms < Double(DurationText.maximumMs) ? Int64(ms) : nil
  }

  /// `onboarding ━━━━──── 1,204/5,000 24 % · 3 failed · 120/s · 32 s left`
  func line(width: Int) -> StyledText {
    let text = figures
    let bar = min(Self.maximumBarColumns, width - TextWidth.columns(label) - text.columns - 2)
    let graphic: StyledText = bar >= 5 ? "\(drawing(columns: bar)) " : ""
    return ("\(label) \(graphic)" + text).truncated(to: max(1, width))
  }

  /// Without the drawing: for logs.
  var plainLine: StyledText { "\(label): \(figures)" }

  private var figures: StyledText {
    let percent = total == 0 ? 100 : done * 100 / total
    var text: StyledText = "\(Format.count(done))/\(Format.count(total)) \(percent) %"
    if failed > 0 { text += " · \("\(Format.count(failed)) failed", .bad)" }
    if isComplete || hasEnded { return text + " · \(Format.duration(elapsedMs))" }
    if let ratePerSecond { text += " · \(Format.rate(ratePerSecond))" }
    if let remainingMs { text += " · \(Format.duration(max(1000, remainingMs))) left" }
    return text
  }

  private func drawing(columns: Int) -> StyledText {
    let filled = total == 0 ? columns : done * columns / total
    // One failure in thousands has to be seen too.
    let red = failed == 0 ? 0 : min(filled, max(1, failed * columns / total))
    let good = String(repeating: "━", count: filled - red)
    let bad = String(repeating: "━", count: red)
    return "\(good, .good)\(bad, .bad)\(String(repeating: "─", count: columns - filled), .dim)"
  }
}
