/// How fast calls of one key may be made, and how that adapts.
package struct RateSettings: Sendable, Equatable {
  /// 0: no limit.
  package let startPerSecond: Double
  /// However often the service throttles, calls go on at this rate.
  package let floorPerSecond: Double
  /// However willing the service is, we ask for no more than this.
  package let ceilingPerSecond: Double
  /// What a second of calls that all had to wait, and were all accepted, adds to the rate.
  package let growthPerSecond: Double
  /// Calls that can be made at once after a pause.
  package let burst: Int
  /// Calls under way at the same time; nil: any number.
  package let maxInFlight: Int?

  /// A start of 1/s can sink to one in 20 seconds, and grows by a twentieth a second to 10/s.
  package init(startPerSecond: Double, burst: Int, maxInFlight: Int? = nil) {
    self.init(
      startPerSecond: startPerSecond, floorPerSecond: startPerSecond / 20,
      ceilingPerSecond: startPerSecond * 10, growthPerSecond: startPerSecond / 20, burst: burst,
      maxInFlight: maxInFlight)
  }

  package init(
    startPerSecond: Double, floorPerSecond: Double, ceilingPerSecond: Double, growthPerSecond: Double,
    burst: Int, maxInFlight: Int? = nil
  ) {
    self.startPerSecond = startPerSecond
    self.floorPerSecond = floorPerSecond
    self.ceilingPerSecond = ceilingPerSecond
    self.growthPerSecond = growthPerSecond
    self.burst = max(burst, 1)
    self.maxInFlight = maxInFlight
  }

  /// No limit but perhaps that of calls under way.
  package static func unlimited(maxInFlight: Int? = nil) -> RateSettings {
    RateSettings(startPerSecond: 0, burst: 1, maxInFlight: maxInFlight)
  }
}
