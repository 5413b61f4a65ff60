extension CronExpression {
  /// The first moment after `afterMs` (Unix milliseconds) at which it is time; nil if none comes within eight years,
  /// as for 30 February.
  package func next(afterMs: Int64, in zone: TimeZoneRules) -> Int64? {
    let minuteMs: Int64 = 60_000
    let limit = afterMs + 8 * 366 * 86_400_000
    var moment = (afterMs / minuteMs + 1) * minuteMs
    while moment <= limit {
      let local = moment / minuteMs + zone.offsetMinutes(atMs: moment)
      if !followsRealTime {
        if isSkippedTimeDue(justBefore: moment, local: local, zone) { return moment }
        if isRepeated(moment, zone) {
          moment += minuteMs
          continue
        }
      }
      let time = CivilTime(minutes: local)
      if matches(time) { return moment }
      // Days and hours that cannot match are left out at once; hours begin where local ones do.
      let isHourPossible = matchesDay(time) && hours.contains(time.hour)
      moment += isHourPossible ? minuteMs : Int64(60 - time.minute) * minuteMs
    }
    return nil
  }

  /// Whether the clock jumped forward to this minute, over a time that it should have run at.
  private func isSkippedTimeDue(justBefore moment: Int64, local: Int64, _ zone: TimeZoneRules) -> Bool {
    let before = (moment - 60_000) / 60_000 + zone.offsetMinutes(atMs: moment - 60_000)
    guard local - before > 1 else { return false }
    return (before + 1..<local).contains { matches(CivilTime(minutes: $0)) }
  }

  /// Whether the local time of this minute was there before: the clock was set back.
  private func isRepeated(_ moment: Int64, _ zone: TimeZoneRules) -> Bool {
    let offset = zone.offsetMinutes(atMs: moment)
    // No zone sets its clock back by more than a day.
    for earlierBy in [60, 30, 120, 1_440] as [Int64]
    where self.offset(before: moment, by: earlierBy, zone) == offset + earlierBy {
      return true
    }
    return false
  }

  private func offset(before moment: Int64, by minutes: Int64, _ zone: TimeZoneRules) -> Int64 {
    zone.offsetMinutes(atMs: moment - minutes * 60_000)
  }
}
