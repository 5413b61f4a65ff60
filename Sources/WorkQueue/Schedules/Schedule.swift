/// A job that is enqueued again and again.
public struct Schedule: Sendable, Equatable {
  /// 1 to 128 of `A-Z a-z 0-9 . _ -`, the first a letter or a digit.
  public var name: String
  /// Whose jobs they are.
  public var tenant: String
  /// What they do.
  public var kind: String
  /// A JSON object.
  public var payload: String
  /// A cron expression of five fields; nil: `everyMs` says when.
  public var cron: String?
  /// The zone in which the cron expression is meant, such as `Europe/Berlin`.
  public var timeZone: String
  /// The length of a period, in milliseconds; nil: `cron` says when.
  public var everyMs: Int64?
  /// The part of a period by which a run may be late, by chance: 0 to 1.
  public var jitter: Double
  /// What becomes of periods in which no worker ran.
  public var missed: MissedRuns
  /// -1000 to 1000.
  public var priority: Int
  /// When the next period begins, in Unix milliseconds; nil: a worker works it out.
  public internal(set) var nextAtMs: Int64?
  /// Since when it is paused, in Unix milliseconds.
  public internal(set) var pausedAtMs: Int64?
  /// The newest job that it enqueued.
  public internal(set) var lastJobId: Int64?
  /// Why nothing comes of it; nil: all is well.
  public internal(set) var problem: String?
  /// When it was made, in Unix milliseconds: periods of `everyMs` count from then.
  public internal(set) var createdAtMs: Int64 = 0

  /// A schedule; either `cron` or `everyMs` is given.
  public init(
    name: String, tenant: String, kind: String, payload: String = "{}", cron: String? = nil,
    timeZone: String = "UTC", everyMs: Int64? = nil, jitter: Double = 0, missed: MissedRuns = .once,
    priority: Int = 0
  ) {
    self.name = name
    self.tenant = tenant
    self.kind = kind
    self.payload = payload
    self.cron = cron
    self.timeZone = timeZone
    self.everyMs = everyMs
    self.jitter = jitter
    self.missed = missed
    self.priority = priority
  }

  /// - Throws: `ScheduleError`: the expression or the zone makes no sense.
  package func cadence() throws(ScheduleError) -> Cadence {
    if let cron { return .cron(try CronExpression(cron), try ZoneFile.rules(timeZone)) }
    guard let everyMs, everyMs >= 1_000 else {
      throw ScheduleError("the schedule says neither --cron nor --every; expected one of them")
    }
    return .every(ms: everyMs, fromMs: createdAtMs)
  }

  /// When the next `count` periods begin, in Unix milliseconds.
  public func nextRuns(_ count: Int, afterMs: Int64) throws -> [Int64] {
    let cadence = try cadence()
    var runs: [Int64] = []
    while runs.count < count, let next = cadence.next(afterMs: runs.last ?? afterMs) { runs.append(next) }
    return runs
  }

  /// The key of the job of a period: the same whoever enqueues it.
  func key(ofPeriodMs periodMs: Int64) -> String { "schedule/\(name)/\(periodMs)" }
}
