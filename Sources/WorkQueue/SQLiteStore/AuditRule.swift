/// An invariant of the queue, and the query that finds what breaks it: one sentence a row.
struct AuditRule: Sendable {
  let invariant: String
  let sql: String

  static let maxFindings = 20

  static let all = log + counters + nothingLost + order + leases

  /// Replaying the log from empty gives exactly the current states.
  private static let log = [
    AuditRule(
      invariant: "the log, replayed, gives the current states",
      sql: """
        SELECT 'job ' || jobs.id || ' is ' || jobs.state || ' in attempt ' || jobs.attempt || ', and the log says '
               || coalesce(last.state || ' in attempt ' || last.attempt, 'nothing')
        FROM jobs LEFT JOIN (\(lastStates)) AS last ON last.job_id = jobs.id
        WHERE last.state IS NOT jobs.state OR last.attempt IS NOT jobs.attempt
        """),
    AuditRule(
      invariant: "only finished jobs are pruned",
      sql: """
        SELECT 'job ' || job_id || ' is gone, and was ' || state FROM (\(lastStates)) AS last
        WHERE state NOT IN ('succeeded', 'cancelled') AND NOT EXISTS (SELECT 1 FROM jobs WHERE id = job_id)
        """),
    AuditRule(
      invariant: "the log follows the arrows of the state machine",
      sql: """
        SELECT 'job ' || job_id || ' went from ' || before || ' to ' || state || ' in row ' || id || ' of the log'
        FROM (SELECT id, job_id, state, coalesce(lag(state) OVER (PARTITION BY job_id ORDER BY id), 'new') AS before
              FROM work_log WHERE job_id IS NOT NULL AND state IS NOT NULL)
        WHERE before || ' > ' || state NOT IN (
          'new > blocked', 'new > scheduled', 'new > ready', 'blocked > ready', 'blocked > scheduled',
          'ready > blocked', 'scheduled > blocked', 'scheduled > ready', 'ready > running', 'running > succeeded',
          'running > dead', 'running > cancelled', 'running > scheduled', 'running > ready', 'blocked > cancelled',
          'scheduled > cancelled', 'ready > cancelled', 'dead > ready', 'dead > blocked', 'dead > scheduled',
          'dead > cancelled', 'cancelled > ready', 'cancelled > blocked', 'cancelled > scheduled')
          AND (before <> 'new' OR EXISTS (SELECT 1 FROM jobs WHERE id = job_id))
        """),
  ]

  private static let lastStates = """
    SELECT job_id, state, attempt, max(id) FROM work_log
    WHERE job_id IS NOT NULL AND state IS NOT NULL GROUP BY job_id
    """

  /// The counters of lanes are the numbers of jobs.
  private static let counters = [
    AuditRule(
      invariant: "a lane counts its jobs",
      sql: """
        SELECT 'the counters of tenant ' || lanes.tenant || ', ' || lanes.kind || ' differ from its jobs'
        FROM lanes LEFT JOIN (SELECT tenant, kind, \(counts) FROM jobs GROUP BY tenant, kind) AS counted
          ON counted.tenant = lanes.tenant AND counted.kind = lanes.kind
        WHERE (\(kept)) IS NOT (\(counted))
        """),
    AuditRule(
      invariant: "a lane is closed while its tenant is paused or runs all it may, and no longer",
      sql: """
        SELECT 'the lane of tenant ' || lanes.tenant || ', ' || lanes.kind || ' is closed as ' || closed
        FROM lanes JOIN tenants ON tenants.name = lanes.tenant
        WHERE (closed & 1) <> (tenants.paused_at IS NOT NULL)
          OR closed & 2 AND max_running > (SELECT sum(running) FROM lanes AS own WHERE own.tenant = lanes.tenant)
        """),
  ]

  private static let counts = JobState.allCases.map { "sum(state = '\($0)') AS \($0)" }.joined(
    separator: ", ")
  private static let kept = JobState.allCases.map { "lanes.\($0)" }.joined(separator: ", ")
  private static let counted = JobState.allCases.map { "coalesce(counted.\($0), 0)" }.joined(separator: ", ")

  /// Every unfinished job can be claimed now or later, runs, or waits for something that can be seen.
  private static let nothingLost = [
    AuditRule(
      invariant: "no job is lost",
      sql: """
        SELECT 'job ' || id || ' has no tenant, no kind or no proper state' FROM jobs
        WHERE state = 'new' OR finished_at IS NULL AND NOT (
          EXISTS (SELECT 1 FROM tenants WHERE tenants.name = jobs.tenant)
          AND EXISTS (SELECT 1 FROM lanes WHERE lanes.tenant = jobs.tenant AND lanes.kind = jobs.kind)
          AND EXISTS (SELECT 1 FROM kinds WHERE kinds.name = jobs.kind))
        """),
    AuditRule(
      invariant: "a running job has a worker",
      sql: """
        SELECT 'job ' || id || ' runs under worker ' || worker_id || ', which is not there' FROM jobs
        WHERE state = 'running' AND worker_id NOT IN (SELECT id FROM workers)
        """),
    AuditRule(
      invariant: "waits_for counts the unfinished dependencies",
      sql: """
        SELECT 'job ' || id || ' says that it waits for ' || waits_for || ' jobs, and waits for ' || unfinished
        FROM (SELECT id, waits_for, (
            SELECT count(*) FROM job_dependencies JOIN jobs AS first ON first.id = job_dependencies.depends_on
            WHERE job_id = jobs.id AND first.finished_at IS NULL) AS unfinished
          FROM jobs WHERE finished_at IS NULL OR state = 'cancelled')
        WHERE waits_for <> unfinished
        """),
    AuditRule(
      invariant: "a job is blocked exactly while something before it is unfinished",
      sql: """
        SELECT 'job ' || id || ' is ' || state || ' although '
               || CASE isHeld WHEN 1 THEN 'something' ELSE 'nothing' END || ' before it is unfinished'
        FROM (SELECT id, state, waits_for > 0 OR EXISTS (
            SELECT 1 FROM jobs AS earlier
            WHERE earlier.tenant = jobs.tenant AND earlier.resource = jobs.resource
              AND earlier.finished_at IS NULL AND earlier.resource IS NOT NULL AND earlier.id < jobs.id) AS isHeld
          FROM jobs WHERE finished_at IS NULL)
        WHERE (state = 'blocked') <> isHeld
        """),
  ]

  /// Jobs of one resource run one at a time, in the order of their ids.
  private static let order = [
    AuditRule(
      invariant: "one job at a time runs at a resource",
      sql: """
        WITH steps AS (
          SELECT work_log.id, job_id, jobs.tenant, jobs.resource, work_log.state,
                 coalesce(lag(work_log.state) OVER (PARTITION BY job_id ORDER BY work_log.id), 'new') AS before
          FROM work_log JOIN jobs ON jobs.id = job_id
          WHERE work_log.state IS NOT NULL AND jobs.resource IS NOT NULL),
        sums AS (
          SELECT id, job_id, tenant, resource,
                 sum((state = 'running') - (before = 'running'))
                   OVER (PARTITION BY tenant, resource ORDER BY id) AS running
          FROM steps)
        SELECT 'in row ' || id || ' of the log ' || running || ' jobs run at ' || resource || ' of ' || tenant
               || ', among them ' || job_id
        FROM sums WHERE running > 1
        """),
    AuditRule(
      invariant: "the jobs of a resource run in order",
      sql: """
        WITH spans AS (
          SELECT jobs.id, jobs.tenant, jobs.resource,
                 (SELECT min(id) FROM work_log WHERE job_id = jobs.id AND state = 'running') AS claimed,
                 coalesce((SELECT max(id) FROM work_log WHERE job_id = jobs.id
                           AND state IN ('succeeded', 'cancelled')), 9223372036854775807) AS finished
          FROM jobs WHERE resource IS NOT NULL),
        ordered AS (
          SELECT id, tenant, resource, claimed, max(finished) OVER (
            PARTITION BY tenant, resource ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier
          FROM spans)
        SELECT 'job ' || id || ' ran before all earlier jobs at ' || resource || ' of ' || tenant || ' were finished'
        FROM ordered WHERE claimed < earlier
        """),
  ]

  /// Lease tokens only grow.
  private static let leases = [
    AuditRule(
      invariant: "lease tokens only grow",
      sql: """
        SELECT 'job ' || job_id || ' was claimed with token ' || token || ' after ' || before || ' in row ' || id
        FROM (SELECT id, job_id, token, lag(token) OVER (PARTITION BY job_id ORDER BY id) AS before
              FROM (SELECT id, job_id, detail ->> '$.lease' AS token FROM work_log WHERE event = 'claimed'))
        WHERE token <= before
        """),
    AuditRule(
      invariant: "a job's lease token is that of its newest claim",
      sql: """
        SELECT 'job ' || id || ' has token ' || lease_token FROM jobs
        WHERE lease_token > (SELECT lease_token FROM queue) OR lease_token <> coalesce((
          SELECT detail ->> '$.lease' FROM work_log WHERE job_id = jobs.id AND event = 'claimed'
          ORDER BY work_log.id DESC LIMIT 1), 0)
        """),
  ]
}
