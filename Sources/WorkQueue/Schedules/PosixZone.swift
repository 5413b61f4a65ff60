/// A zone's rule for the time to come, as POSIX writes it in TZ: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct PosixZone: Sendable, Equatable {
  /// When the clock changes within a year.
  struct Change: Sendable, Equatable {
    enum Day: Sendable, Equatable {
      /// Month, week (5 is the last) and day of the week.
      case weekday(month: Int, week: Int, day: Int)
      /// 1 to 365; 29 February is never counted.
      case julian(Int)
      /// 0 to 365, 29 February counted.
      case ofYear(Int)
    }

    let day: Day
    /// Seconds after midnight by the clock that is then in force.
    let atSeconds: Int64
  }

  let standard: Int64
  /// Nil: there is no summer time.
  let summer: (offset: Int64, begin: Change, end: Change)?

  static func == (left: PosixZone, right: PosixZone) -> Bool {
    left.standard == right.standard && left.summer?.offset == right.summer?.offset
      && left.summer?.begin == right.summer?.begin && left.summer?.end == right.summer?.end
  }

  init?(_ text: Substring) {
    var text = text
    guard Self.takeName(&text), let west = Self.takeTime(&text) else { return nil }
    standard = -west
    guard Self.takeName(&text) else {
      summer = nil
      return
    }
    let offset = Self.takeTime(&text).map { -$0 } ?? standard + 3_600
    guard let begin = Self.takeChange(&text), let end = Self.takeChange(&text) else { return nil }
    summer = (offset, begin, end)
  }

  func offset(at seconds: Int64) -> Int64 {
    guard let summer else { return standard }
    let days = (seconds + standard - (((seconds + standard) % 86_400 + 86_400) % 86_400)) / 86_400
    let year = CivilTime.date(daysSince1970: days).year
    let begin = summer.begin.seconds(in: year) - standard
    let end = summer.end.seconds(in: year) - summer.offset
    // South of the equator summer lies over the turn of the year.
    let isSummer = begin < end ? (begin..<end).contains(seconds) : !(end..<begin).contains(seconds)
    return isSummer ? summer.offset : standard
  }

  private static func takeName(_ text: inout Substring) -> Bool {
    if text.first == "<" {
      guard let end = text.firstIndex(of: ">") else { return false }
      text = text[text.index(after: end)...]
      return true
    }
    let name = text.prefix { $0.isLetter }
    text = text[name.endIndex...]
    return name.count >= 3
  }

  /// `[+-]h[:m[:s]]` in seconds.
  private static func takeTime(_ text: inout Substring) -> Int64? {
    let sign: Int64 = text.first == "-" ? -1 : 1
    if text.first == "-" || text.first == "+" { text = text.dropFirst() }
    var seconds: Int64 = 0
    var unit: Int64 = 3_600
    repeat {
      guard let number = takeNumber(&text) else { return nil }
      seconds += Int64(number) * unit
      unit /= 60
      guard text.first == ":", unit > 0 else { break }
      text = text.dropFirst()
    } while true
    return sign * seconds
  }

  private static func takeNumber(_ text: inout Substring) -> Int? {
    let digits = text.prefix { ("0"..."9").contains($0) }
    text = text[digits.endIndex...]
    return digits.count <= 4 ? Int(digits) : nil
  }

  private static func takeChange(_ text: inout Substring) -> Change? {
    guard text.first == "," else { return nil }
    text = text.dropFirst()
    let day: Change.Day
    if text.first == "M" {
      var numbers: [Int] = []
      repeat {
        text = text.dropFirst()
        guard let number = takeNumber(&text) else { return nil }
        numbers.append(number)
      } while text.first == "."
      guard numbers.count == 3, 1...12 ~= numbers[0], 1...5 ~= numbers[1], 0...6 ~= numbers[2] else {
        return nil
      }
      day = .weekday(month: numbers[0], week: numbers[1], day: numbers[2])
    } else {
      let isJulian = text.first == "J"
      if isJulian { text = text.dropFirst() }
      guard let number = takeNumber(&text), number <= 365 else { return nil }
      day = isJulian ? .julian(number) : .ofYear(number)
    }
    guard text.first == "/" else { return Change(day: day, atSeconds: 7_200) }
    text = text.dropFirst()
    return takeTime(&text).map { Change(day: day, atSeconds: $0) }
  }
}

extension PosixZone.Change {
  /// By the local clock, as seconds since 1970.
  func seconds(in year: Int) -> Int64 {
    let days: Int64
    switch day {
    case .weekday(let month, let week, let weekday):
      let first = CivilTime.daysSince1970(year: year, month: month, day: 1)
      let firstWeekday = ((first + 4) % 7 + 7) % 7
      var candidate = first + (Int64(weekday) - firstWeekday + 7) % 7 + Int64(week - 1) * 7
      let next = CivilTime.daysSince1970(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
      while candidate >= next { candidate -= 7 }
      days = candidate
    case .julian(let number):
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      days =
        CivilTime.daysSince1970(year: year, month: 1, day: 1) + Int64(number - 1)
        + (isLeap && number >= 60 ? 1 : 0)
    case .ofYear(let number):
      days = CivilTime.daysSince1970(year: year, month: 1, day: 1) + Int64(number)
    }
    return days * 86_400 + atSeconds
  }
}
