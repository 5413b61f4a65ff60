import Testing

@testable import AWSClient

@Suite("a lane of calls")
struct RateLaneTests {
  @Test("nobody overtakes those in line, though their turn has come and they were not told yet")
  func noOvertaking() {
    var lane = RateLane(RateSettings(startPerSecond: 10, burst: 1), nowMs: 0)
    #expect(lane.grantAtOnce(nowMs: 0) != nil)
    #expect(lane.grantAtOnce(nowMs: 0) == nil)
    #expect(lane.arrive(1, nowMs: 0) == .waits)

    // From here on there is a token, which is the first waiter's.
    #expect(lane.grantAtOnce(nowMs: 150) == nil)
    #expect(lane.arrive(2, nowMs: 150) == .waits)
    #expect(lane.advance(nowMs: 150).map(\.id) == [1])
  }

  @Test("who is not granted at once has not arrived, and counts for nothing")
  func leavesNoTrace() {
    var lane = RateLane(.unlimited(maxInFlight: 1), nowMs: 0)
    #expect(lane.grantAtOnce(nowMs: 0) != nil)
    for _ in 0..<3 { #expect(lane.grantAtOnce(nowMs: 0) == nil) }
    #expect(lane.inFlight == 1)
    #expect(lane.waiting == 0)
  }
}
