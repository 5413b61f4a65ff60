/// Time and CPU between two points.
struct Stopwatch {
  private let startNs = ProcessCost.nowNs
  private let startCPU = ProcessCost.cpuSeconds

  var seconds: Double { Double(ProcessCost.nowNs - startNs) / 1e9 }

  /// - Parameter jobs: done since the start.
  func figures(jobs: Int) -> Figures {
    [
      "jobs": Double(jobs), "seconds": seconds, "cpuSeconds": ProcessCost.cpuSeconds - startCPU,
      "peakMegabytes": ProcessCost.peakMegabytes,
    ]
  }
}
