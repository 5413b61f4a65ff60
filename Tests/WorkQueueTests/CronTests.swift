import Foundation
import TestSupport
import Testing
import TimeAndChance

@testable import WorkQueue

@Suite("Cron and time zones")
struct CronTests {
  @Test(
    "what is no expression is refused, with the field and what was expected",
    arguments: [
      ("* * * *", "expected five fields"),
      ("60 * * * *", "'60' is no minute of cron; expected numbers from 0 to 59"),
      ("* 24 * * *", "hour"), ("* * 0 * *", "day of month"), ("* * * 13 *", "month"),
      ("* * * * 8", "day of week"),
      ("*/0 * * * *", "minute"), ("5/2 * * * *", "minute"), ("1-x * * * *", "minute"),
      ("5-1 * * * *", "minute"),
      (", * * * *", "minute"), ("* * * FOO *", "names such as JAN"), ("@often", "@daily"),
      ("", "five fields"),
    ])
  func refused(text: String, words: String) {
    #expect { try CronExpression(text) } throws: { "\($0)".contains(words) }
  }

  @Test("a day that never comes has no next time")
  func never() throws {
    #expect(try CronExpression("0 0 30 2 *").next(afterMs: 0, in: .utc) == nil)
    #expect(try CronExpression("0 0 29 2 *").next(afterMs: 0, in: .utc) == 68_169_600_000)
  }

  @Test("zones of nobody are refused, and none leads out of the zone database")
  func zones() {
    for name in [
      "Europe/Atlantis", "../../../etc/passwd", "/etc/localtime", "", "Europe", "a b", "tzdata.zi",
    ] {
      #expect(throws: ScheduleError.self, "\(name)") { try ZoneFile.rules(name) }
    }
  }

  @Test("offsets are those of Python's zoneinfo, for every zone and far into the future")
  func offsets() throws {
    let seed = Seed("zone offsets")
    let random = seed.random
    let names = try PythonReference.lines(
      "import zoneinfo\nfor n in sorted(zoneinfo.available_timezones()): print(n)", input: [])
    var cases: [(String, Int64)] = []
    for name in names {
      for _ in 0..<12 { cases.append((name, random.below(4_000_000_000) + 100_000_000)) }
    }
    let script = """
      import datetime, sys, zoneinfo
      for line in sys.stdin:
          name, at = line.split()
          moment = datetime.datetime.fromtimestamp(int(at), zoneinfo.ZoneInfo(name))
          print(int(moment.utcoffset().total_seconds()) // 60)
      """
    let answers = try PythonReference.lines(script, input: cases.map { "\($0.0) \($0.1)" })
    #expect(answers.count == cases.count && cases.count > 5_000)
    for ((name, seconds), answer) in zip(cases, answers) {
      let offset = try ZoneFile.rules(name).offsetMinutes(atMs: seconds * 1_000)
      #expect("\(offset)" == answer, "\(seed): \(name) at \(seconds)")
    }
  }

  /// Goes through every minute, and knows the two rules about a clock that changes.
  private static let judge = """
    import datetime, sys, zoneinfo
    NAMES = "sun mon tue wed thu fri sat".split(), "jan feb mar apr may jun jul aug sep oct nov dec".split()
    def field(text, low, high):
        found = set()
        for item in text.split(","):
            body, _, step = item.partition("/")
            first, _, last = (f"{low}-{high}" if body == "*" else body).partition("-")
            found |= set(range(int(first), int(last or first) + 1, int(step or 1)))
        return found
    def local(at, zone): return datetime.datetime.fromtimestamp(at, zone).replace(tzinfo=None, fold=0)
    for line in sys.stdin:
        at, name, *fields = line.split()
        zone, start = zoneinfo.ZoneInfo(name), int(at)
        sets = [field(f, *b) for f, b in zip(fields, [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)])]
        def wanted(t):
            dom, dow = t.day in sets[2], t.isoweekday() % 7 in {d % 7 for d in sets[4]}
            star = fields[2].startswith("*") or fields[4].startswith("*")
            return (t.minute in sets[0] and t.hour in sets[1] and t.month in sets[3]
                    and (dom and dow if star else dom or dow))
        answer = "none"
        now = start // 60 * 60 + 60
        for _ in range(60 * 24 * 33):
            t, before = local(now, zone), local(now - 60, zone)
            if fields[1].startswith("*"):
                hit = wanted(t)
            else:
                gap = int((t - before).total_seconds()) // 60
                skipped = gap > 1 and any(wanted(before + datetime.timedelta(minutes=m)) for m in range(1, gap))
                again = any(local(now - 60 * m, zone) == t for m in (30, 60, 120, 1440) if m)
                hit = skipped or (wanted(t) and not again)
            if hit:
                answer = str(now)
                break
            now += 60
        print(answer)
    """

  @Test("the next time is that of a judge who goes through every minute, over changes of the clock, too")
  func next() throws {
    let seed = Seed("cron")
    let random = seed.random
    let zones = [
      "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Santiago",
    ]
    let expressions = [
      "*/30 * * * *", "30 2 * * *", "0 2 * * *", "15 1-3 * * *", "0 0 1 * *", "5,35 */3 * * 1-5",
      "0 12 13 * 5",
      "59 23 * * 0", "0 3 * 3,10 *", "10 0-23/6 */5 * *", "45 1,2 * * 7",
    ]
    // Around the clock changes of 2026 and 2027, and anywhere.
    let changes: [Int64] = [
      1_774_746_000, 1_792_890_000, 1_772_953_200, 1_793_512_800, 1_775_314_800, 1_791_039_600,
    ]
    let cases = (0..<60).map { number -> (at: Int64, zone: String, text: String) in
      let at =
        number % 3 == 0
        ? 1_700_000_000 + random.below(200_000_000) : random.pick(changes) - 90_000 + random.below(180_000)
      return (at, random.pick(zones), random.pick(expressions))
    }
    let answers = try PythonReference.lines(Self.judge, input: cases.map { "\($0.at) \($0.zone) \($0.text)" })
    #expect(answers.count == cases.count)
    for (item, answer) in zip(cases, answers) {
      let next = try CronExpression(item.text).next(afterMs: item.at * 1_000, in: ZoneFile.rules(item.zone))
      if answer == "none" {
        #expect(next == nil || next ?? 0 > (item.at + 32 * 86_400) * 1_000, "\(seed): \(item)")
      } else {
        #expect(next.map { "\($0 / 1_000)" } == answer, "\(seed): \(item)")
      }
    }
  }
}
