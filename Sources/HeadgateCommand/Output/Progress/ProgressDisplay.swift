/// Shows a progress bar on standard error: redrawn in place on a terminal, as a line now and then anywhere else.
struct ProgressDisplay {
  /// At most ten times a second: more is not seen and costs.
  static let redrawIntervalMs: Int64 = 100
  static let lineIntervalMs: Int64 = 10_000

  private(set) var bar: ProgressBar
  private let stream: ConsoleStream
  private var shownMs: Int64

  /// `nowMs` is a monotonic time here and in `update`.
  init(_ label: String, total: Int, on stream: ConsoleStream, nowMs: Int64) {
    bar = ProgressBar(label, total: total, nowMs: nowMs)
    self.stream = stream
    shownMs = nowMs
    if stream.canRedraw { draw() }
  }

  /// Call it as often as you like; it draws when it is time to.
  mutating func update(done: Int, failed: Int, nowMs: Int64) {
    bar.update(done: done, failed: failed, nowMs: nowMs)
    guard nowMs - shownMs >= (stream.canRedraw ? Self.redrawIntervalMs : Self.lineIntervalMs) else { return }
    shownMs = nowMs
    if stream.canRedraw { draw() } else { stream.line(bar.plainLine) }
  }

  /// Takes the bar away and leaves a last line in its place.
  mutating func finish(nowMs: Int64) {
    bar.end(nowMs: nowMs)
    stream.setStatus(nil)
    stream.line(stream.canRedraw ? bar.line(width: (stream.width ?? 80) - 1) : bar.plainLine)
  }

  private func draw() { stream.setStatus(bar.line(width: (stream.width ?? 80) - 1)) }
}
