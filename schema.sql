-- Headgate's database: a durable job queue in one SQLite file.
--
-- This file is the contract between the queue and every program that writes to it. Another program needs no
-- more than
--
--     INSERT INTO jobs (tenant, kind, idempotency_key, payload)
--     VALUES ('acme', 'start-flow', 'acme-start-1', '{"flowName":"accounts"}');
--
-- in a transaction of its own; the defaults, constraints and triggers below do the rest, for everybody alike,
-- with functions that every SQLite from 3.38 has. A worker starts the job within milliseconds of the commit.
--
--   * The same (tenant, idempotency_key) with the same kind and payload inserts nothing and is no error
--     (changes() is 0): the job is there already. With another kind or payload the INSERT fails.
--   * Times are Unix milliseconds, UTC. JSON is text.
--   * A job's state changes only along the arrows of jobs_state_machine; whoever writes. Each change appends a
--     row to work_log in the same transaction, so the log, replayed from empty, gives the current states.
--   * Jobs of one tenant with the same resource run one at a time, in the order of their ids. A job that
--     depends on others waits until all of them have succeeded or were cancelled. A dead job holds up what
--     waits for it until somebody replays or discards it.
--
-- The connection's settings (WAL, synchronous=FULL) belong to the programs that open the file; an INSERT from a
-- program that sets nothing is safe.

PRAGMA application_id = 0x48644774;  -- 'HdGt'
PRAGMA user_version = 3;

----------------------------------------------------------------------------------------------------------------
-- The queue as a whole: one row.

CREATE TABLE queue (
  id           INTEGER PRIMARY KEY CHECK (id = 1),
  database_id  TEXT    NOT NULL DEFAULT (lower(hex(randomblob(8)))),  -- tells this database from every other
  lease_token  INTEGER NOT NULL DEFAULT 0,   -- the newest lease's token; it only grows
  virtual_time INTEGER NOT NULL DEFAULT 0,   -- of the fair queue: where the lane served last stood
  paused_at    INTEGER,                      -- not NULL: nothing is claimed
  max_running  INTEGER CHECK (max_running >= 1),  -- jobs that may run at the same time in all; NULL: no limit
  -- What upkeep prunes, with its log; NULL: nothing is.
  keep_ms      INTEGER CHECK (keep_ms >= 0),       -- jobs that succeeded or were cancelled longer ago than this
  keep_jobs    INTEGER CHECK (keep_jobs >= 0),     -- and the oldest of them that are more than this many
  keep_dead_ms INTEGER CHECK (keep_dead_ms >= 0),  -- dead letters that are older than this: they are discarded first
  upkeep_at    INTEGER,                            -- when it last pruned
  created_at   INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER))
) STRICT;

INSERT INTO queue (id) VALUES (1);

CREATE TRIGGER queue_is_one_row BEFORE DELETE ON queue
BEGIN
  SELECT RAISE(ABORT, 'headgate: the row of queue cannot be deleted');
END;

CREATE TRIGGER queue_is_not_replaced BEFORE INSERT ON queue
BEGIN
  SELECT RAISE(ABORT, 'headgate: queue has its one row already');
END;

CREATE TRIGGER queue_only_grows BEFORE UPDATE OF lease_token, virtual_time, database_id ON queue
WHEN NEW.lease_token < OLD.lease_token OR NEW.virtual_time < OLD.virtual_time
  OR NEW.database_id IS NOT OLD.database_id
BEGIN
  SELECT RAISE(ABORT, 'headgate: lease tokens and virtual time only grow, and database_id never changes');
END;

----------------------------------------------------------------------------------------------------------------
-- Tenants: whose jobs these are, and how to act for them.

CREATE TABLE tenants (
  name        TEXT    NOT NULL PRIMARY KEY
              CONSTRAINT "a tenant's name has 1 to 128 characters, the first a letter or a digit, the others of those and . _ -"
              CHECK (length(name) BETWEEN 1 AND 128 AND name GLOB '[A-Za-z0-9]*' AND name NOT GLOB '*[^A-Za-z0-9._-]*'),
  role_arn    TEXT,                            -- the role that is assumed for the tenant
  external_id TEXT,                            -- made by the ISV, one per tenant (sts:ExternalId)
  region      TEXT,                            -- where the tenant's flows are
  mode        TEXT    NOT NULL DEFAULT 'tenant' CHECK (mode IN ('tenant', 'isv')),  -- whose account holds the flows
  max_running INTEGER NOT NULL DEFAULT 10 CHECK (max_running >= 1),
  weight      INTEGER NOT NULL DEFAULT 100 CHECK (weight BETWEEN 1 AND 10000),      -- share among the tenants
  paused_at   INTEGER,                         -- not NULL: nothing of this tenant is claimed
  created_at  INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER)),
  updated_at  INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER))
) STRICT, WITHOUT ROWID;

-- A lane per tenant and kind: what a claim looks at instead of at the jobs. Its counters are kept by the triggers
-- below, so that choosing whose turn it is costs O(log lanes), however many jobs there are. A lane is made with its
-- first job.
CREATE TABLE lanes (
  tenant       TEXT    NOT NULL,
  kind         TEXT    NOT NULL,
  virtual_time INTEGER NOT NULL DEFAULT 0,     -- the tenant's: grows by 1,000,000 / weight with each job that is claimed
  closed       INTEGER NOT NULL DEFAULT 0 CHECK (closed BETWEEN 0 AND 3),  -- 1: the tenant is paused, 2: it runs all it may
  blocked      INTEGER NOT NULL DEFAULT 0 CHECK (blocked >= 0),
  scheduled    INTEGER NOT NULL DEFAULT 0 CHECK (scheduled >= 0),
  ready        INTEGER NOT NULL DEFAULT 0 CHECK (ready >= 0),
  running      INTEGER NOT NULL DEFAULT 0 CHECK (running >= 0),
  succeeded    INTEGER NOT NULL DEFAULT 0 CHECK (succeeded >= 0),
  dead         INTEGER NOT NULL DEFAULT 0 CHECK (dead >= 0),
  cancelled    INTEGER NOT NULL DEFAULT 0 CHECK (cancelled >= 0),
  succeeded_at INTEGER,                        -- when a job of this lane last succeeded
  PRIMARY KEY (tenant, kind)
) STRICT, WITHOUT ROWID;

-- The lanes that can run a job now, of each kind in the order of their turns. A claim closes the lanes of a tenant
-- that runs all it may (2), so that nobody looks at them again before one of its jobs has left.
CREATE INDEX lanes_open ON lanes (kind, virtual_time, tenant) WHERE ready > 0 AND closed = 0;

CREATE TRIGGER tenants_return AFTER INSERT ON tenants
BEGIN
  UPDATE lanes SET closed = NEW.paused_at IS NOT NULL WHERE tenant = NEW.name;
END;

CREATE TRIGGER tenants_steer_lanes AFTER UPDATE OF max_running, paused_at ON tenants
BEGIN
  UPDATE lanes SET closed = NEW.paused_at IS NOT NULL WHERE tenant = NEW.name;
END;

CREATE TRIGGER tenants_keep_name BEFORE UPDATE OF name ON tenants
WHEN NEW.name IS NOT OLD.name
BEGIN
  SELECT RAISE(ABORT, 'headgate: a tenant cannot be renamed: its jobs and its log carry the name');
END;

CREATE TRIGGER tenants_keep_jobs BEFORE DELETE ON tenants
WHEN EXISTS (SELECT 1 FROM lanes WHERE tenant = OLD.name
             AND blocked + scheduled + ready + running + dead > 0)
BEGIN
  SELECT RAISE(ABORT, 'headgate: the tenant has unfinished jobs; cancel or discard them first');
END;

CREATE TRIGGER lanes_stay BEFORE DELETE ON lanes
BEGIN
  SELECT RAISE(ABORT, 'headgate: the counters of a lane cannot be deleted');
END;

CREATE TRIGGER lanes_are_not_replaced BEFORE INSERT ON lanes
WHEN EXISTS (SELECT 1 FROM lanes WHERE tenant = NEW.tenant AND kind = NEW.kind)
BEGIN
  SELECT RAISE(ABORT, 'headgate: the lane is there already');
END;

----------------------------------------------------------------------------------------------------------------
-- Kinds: what a job may be, as data, so that the rules hold for every program that inserts. The worker's
-- library fills this table from the operations that it has.

CREATE TABLE kinds (
  name            TEXT    NOT NULL PRIMARY KEY,
  resource_prefix TEXT,                        -- 'flow/'; NULL: jobs of this kind are in no order
  resource_path   TEXT,                        -- '$.flowName': what follows the prefix; NULL: nothing does
  required        TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(required)),  -- paths that a payload must have
  max_attempts    INTEGER NOT NULL DEFAULT 20 CHECK (max_attempts >= 1),
  -- From here on the operator's settings, which the library leaves as they are.
  paused_at       INTEGER,                     -- not NULL: nothing of this kind is claimed
  max_running     INTEGER CHECK (max_running >= 1),  -- jobs of this kind that may run at the same time; NULL: no limit
  timeout_ms      INTEGER CHECK (timeout_ms >= 1),   -- of one attempt; NULL: the worker's
  retry           TEXT                               -- how to retry, as in jobs.retry; NULL: as the worker has it
                  CONSTRAINT "kinds.retry is a JSON object such as {""maxAttempts"":5,""baseMs"":1000}"
                  CHECK (retry IS NULL OR json_valid(retry) AND json_type(retry) = 'object')
) STRICT, WITHOUT ROWID;

CREATE TRIGGER kinds_keep_name BEFORE UPDATE OF name ON kinds
WHEN NEW.name IS NOT OLD.name
BEGIN
  SELECT RAISE(ABORT, 'headgate: a kind cannot be renamed: its jobs carry the name');
END;

CREATE TRIGGER kinds_keep_jobs BEFORE DELETE ON kinds
WHEN EXISTS (SELECT 1 FROM lanes WHERE kind = OLD.name
             AND blocked + scheduled + ready + running + dead > 0)
BEGIN
  SELECT RAISE(ABORT, 'headgate: there are unfinished jobs of this kind; cancel or discard them first');
END;

-- Names (in lower case) of payload members that hold secrets. Their values, and all values inside them, may only
-- be references such as {{resolve:secretsmanager:ID:SecretString:KEY}}.
CREATE TABLE secret_fields (
  name TEXT NOT NULL PRIMARY KEY CHECK (name = lower(name))
) STRICT, WITHOUT ROWID;

----------------------------------------------------------------------------------------------------------------
-- Jobs.

CREATE TABLE jobs (
  id              INTEGER PRIMARY KEY CHECK (id > 0),
  tenant          TEXT    NOT NULL,
  kind            TEXT    NOT NULL,
  idempotency_key TEXT    NOT NULL
                  CONSTRAINT "an idempotency key has 1 to 255 characters" CHECK (length(idempotency_key) BETWEEN 1 AND 255),
  key_expires_at  INTEGER,                     -- from then on, once the job is finished, the key is free; NULL: never
  key_released    INTEGER NOT NULL DEFAULT 0 CHECK (key_released IN (0, 1)),  -- 1: a newer job has taken the key over
  payload         TEXT    NOT NULL,            -- a JSON object; kept and sent as it was written
  depends_on      TEXT,                        -- at INSERT only: a JSON list of job ids, or of this tenant's keys
  state           TEXT    NOT NULL DEFAULT 'new'  -- 'new' lives only inside the INSERT
                  -- For IN with more than two values SQLite fills a table each time.
                  CHECK (state = 'running' OR state = 'succeeded' OR state = 'ready' OR state = 'new' OR state = 'blocked'
                         OR state = 'scheduled' OR state = 'dead' OR state = 'cancelled'),
  priority        INTEGER NOT NULL DEFAULT 0   -- one more is worth a minute of waiting
                  CONSTRAINT "a priority lies between -1000 and 1000" CHECK (priority BETWEEN -1000 AND 1000),
  run_at          INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER)),
  attempt         INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),  -- attempts begun since the start or the replay
  max_attempts    INTEGER CHECK (max_attempts >= 1),                -- NULL at INSERT: the kind's
  give_up_at      INTEGER,                     -- no attempt begins after this time; NULL: as the kind has it
  timeout_ms      INTEGER CHECK (timeout_ms >= 1),                  -- of one attempt; NULL: the kind's
  retry           TEXT                         -- {"baseMs":…,"capMs":…,"jitter":0…1,"giveUpAfterMs":…,"reasons":{"throttled":{…}}}
                  CONSTRAINT "jobs.retry is a JSON object such as {""baseMs"":1000,""capMs"":60000}"
                  CHECK (retry IS NULL OR json_valid(retry) AND json_type(retry) = 'object'),
  resource        TEXT,                        -- 'flow/NAME': see the top; set from the kind where it has a rule
  waits_for       INTEGER NOT NULL DEFAULT 0 CHECK (waits_for >= 0),  -- dependencies that are unfinished
  edition         INTEGER NOT NULL DEFAULT 1,  -- grows with each edit of the payload
  checkpoint      TEXT    CHECK (checkpoint IS NULL OR json_valid(checkpoint)),  -- what the operation remembers
  reason          TEXT,                        -- why it is dead or is retried: a stable word
  last_error      TEXT,                        -- the same in a sentence
  result          TEXT    CHECK (result IS NULL OR json_valid(result)),
  worker_id       INTEGER,                     -- whose lease it is under (workers.lease_until)
  lease_token     INTEGER NOT NULL DEFAULT 0,  -- of the newest claim; whoever has an older one changes nothing
  failures        TEXT    CHECK (failures IS NULL OR json_valid(failures)),  -- {"throttled":2}: attempts that failed, by reason
  rescues         INTEGER NOT NULL DEFAULT 0,  -- times that its worker died under it since the start or the replay
  replayed_at     INTEGER,                     -- when it was last replayed
  created_at      INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER)),
  updated_at      INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER)),
  finished_at     INTEGER,                     -- succeeded or cancelled; a dead job is not finished

  CHECK ((state IN ('succeeded', 'cancelled')) = (finished_at IS NOT NULL)),
  CHECK (state <> 'dead' OR reason IS NOT NULL),
  CHECK (state <> 'blocked' OR worker_id IS NULL),
  CHECK ((state = 'running') = (worker_id IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX jobs_key ON jobs (tenant, idempotency_key) WHERE key_released = 0;
-- What can be claimed, per lane in the order of urgency.
CREATE INDEX jobs_ready ON jobs (tenant, kind, run_at - priority * 60000) WHERE state = 'ready';
CREATE INDEX jobs_scheduled ON jobs (run_at) WHERE state = 'scheduled';
-- What is to be tried again, or waits for somebody, by the reason.
CREATE INDEX jobs_tried ON jobs (reason) WHERE state = 'scheduled' AND lease_token > 0;
CREATE INDEX jobs_running ON jobs (worker_id) WHERE state = 'running';
CREATE INDEX jobs_dead ON jobs (tenant) WHERE state = 'dead';
-- Who is first at a resource.
CREATE INDEX jobs_unfinished ON jobs (tenant, resource) WHERE finished_at IS NULL AND resource IS NOT NULL;

CREATE TABLE job_dependencies (
  job_id     INTEGER NOT NULL,
  depends_on INTEGER NOT NULL,
  PRIMARY KEY (job_id, depends_on),
  -- Ids only grow, so nothing can ever wait in a circle.
  CONSTRAINT "a job can only depend on one that was inserted before it" CHECK (depends_on < job_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX job_dependencies_dependents ON job_dependencies (depends_on);

-- Running jobs that are asked to stop. Their worker sees the request at once, breaks off the call that is under way
-- and settles the job as cancelled; the request goes when the job leaves its worker, however that happens.
CREATE TABLE cancel_requests (
  job_id INTEGER PRIMARY KEY,
  at     INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER))
) STRICT;

-- The log: appended to by the triggers below, and by workers ('call' rows); never changed.
CREATE TABLE work_log (
  id      INTEGER PRIMARY KEY CHECK (id > 0),
  at      INTEGER NOT NULL,
  job_id  INTEGER,                             -- NULL: about the tenant
  tenant  TEXT    NOT NULL,
  event   TEXT    NOT NULL,
  state   TEXT,                                -- the job's state from here on; NULL: as before
  attempt INTEGER,
  detail  TEXT    CHECK (detail IS NULL OR json_valid(detail))
) STRICT;

CREATE INDEX work_log_job ON work_log (job_id) WHERE job_id IS NOT NULL;

-- Worker processes. A worker's lease covers every job that it runs, so a heartbeat writes one row.
CREATE TABLE workers (
  id          INTEGER PRIMARY KEY,
  name        TEXT    NOT NULL,                -- host:process
  concurrency INTEGER NOT NULL CHECK (concurrency >= 1),
  started_at  INTEGER NOT NULL,
  lease_until INTEGER NOT NULL,                -- after this anyone may take its jobs back
  stopped_at  INTEGER                          -- it left, or was given up
) STRICT;

CREATE INDEX workers_alive ON workers (lease_until) WHERE stopped_at IS NULL;

CREATE TRIGGER workers_stay_stopped BEFORE UPDATE ON workers
WHEN NEW.id IS NOT OLD.id OR (OLD.stopped_at IS NOT NULL AND NEW.stopped_at IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'headgate: a worker keeps its id, and one that was given up does not come back');
END;

CREATE TRIGGER workers_stay BEFORE DELETE ON workers
WHEN OLD.stopped_at IS NULL OR OLD.id = (SELECT max(id) FROM workers)
  OR EXISTS (SELECT 1 FROM jobs WHERE state = 'running' AND worker_id = OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'headgate: only workers that stopped and run nothing can be deleted, and never the newest');
END;

CREATE TRIGGER workers_are_not_replaced BEFORE INSERT ON workers
WHEN EXISTS (SELECT 1 FROM workers WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'headgate: a worker''s id is never given twice');
END;

----------------------------------------------------------------------------------------------------------------
-- The door: what an INSERT into jobs has to pass.

-- Not data: inserting into this view checks a payload, for the two triggers that need it.
CREATE VIEW payload_door AS SELECT NULL AS kind, NULL AS payload WHERE 0;

CREATE TRIGGER payload_door_check INSTEAD OF INSERT ON payload_door
BEGIN
  SELECT CASE
    WHEN NOT json_valid(NEW.payload) OR json_type(NEW.payload) <> 'object'
      THEN RAISE(ABORT, 'headgate: payload must be a JSON object')
    -- SQLite's JSON functions read up to a NUL and no further; what stands behind it was never checked.
    WHEN instr(CAST(NEW.payload AS BLOB), x'00') > 0
      THEN RAISE(ABORT, 'headgate: payload must not contain a NUL character')
    WHEN length(CAST(NEW.payload AS BLOB)) > 262144
      THEN RAISE(ABORT, 'headgate: payload must not be longer than 262144 bytes')
    WHEN EXISTS (
      SELECT 1 FROM kinds JOIN json_each(kinds.required) AS path
      WHERE kinds.name = NEW.kind AND json_extract(NEW.payload, path.value) IS NULL)
      THEN RAISE(ABORT, 'headgate: payload lacks a member that its kind requires: SELECT required FROM kinds')
    WHEN EXISTS (
        SELECT 1
        FROM json_tree(NEW.payload) AS holder
        JOIN secret_fields ON secret_fields.name = lower(holder.key)
        JOIN json_tree(CASE WHEN holder.atom IS NULL THEN holder.value ELSE json_array(holder.value) END) AS node
        WHERE node.atom IS NOT NULL AND node.type NOT IN ('true', 'false') AND holder.type NOT IN ('true', 'false')
          -- One reference and nothing else: it ends where its first }} stands.
          AND NOT (node.atom GLOB '{{resolve:?*}}' AND instr(node.atom, '}}') = length(node.atom) - 1))
      THEN RAISE(ABORT, 'headgate: payload holds a secret in plain text; put a reference there, such as {{resolve:secretsmanager:ID:SecretString:KEY}}')
  END;
END;

CREATE TRIGGER jobs_door BEFORE INSERT ON jobs
BEGIN
  SELECT CASE
    WHEN NEW.state <> 'new'
      THEN RAISE(ABORT, 'headgate: leave jobs.state out of the INSERT; the queue sets it')
    WHEN NEW.attempt <> 0 OR NEW.edition <> 1 OR NEW.waits_for <> 0 OR NEW.rescues <> 0 OR NEW.lease_token <> 0
      OR NEW.checkpoint IS NOT NULL OR NEW.result IS NOT NULL OR NEW.reason IS NOT NULL OR NEW.last_error IS NOT NULL
      OR NEW.failures IS NOT NULL OR NEW.key_released <> 0 OR NEW.replayed_at IS NOT NULL
      THEN RAISE(ABORT, 'headgate: an INSERT into jobs sets tenant, kind, idempotency_key, payload, and if need be depends_on, priority, run_at, max_attempts, retry, timeout_ms, give_up_at, key_expires_at, resource')
    -- Before the INSERT an id that is left out reads -1.
    WHEN NEW.id <> -1
      THEN RAISE(ABORT, 'headgate: leave jobs.id out of the INSERT; the queue sets it')
    WHEN instr(CAST(NEW.idempotency_key AS BLOB), x'00') > 0
      THEN RAISE(ABORT, 'headgate: an idempotency key must not contain a NUL character')
    WHEN NOT EXISTS (SELECT 1 FROM tenants WHERE name = NEW.tenant)
      THEN RAISE(ABORT, 'headgate: unknown tenant; add it first (headgate tenant add)')
    WHEN NOT EXISTS (SELECT 1 FROM kinds WHERE name = NEW.kind)
      THEN RAISE(ABORT, 'headgate: unknown kind; SELECT name FROM kinds lists them')
    WHEN NEW.depends_on IS NOT NULL AND (NOT json_valid(NEW.depends_on) OR json_type(NEW.depends_on) <> 'array')
      THEN RAISE(ABORT, 'headgate: depends_on must be a JSON list of job ids or of idempotency keys of the same tenant')
  END;
  INSERT INTO payload_door (kind, payload) VALUES (NEW.kind, NEW.payload);
  UPDATE jobs SET key_released = 1
  WHERE tenant = NEW.tenant AND idempotency_key = NEW.idempotency_key AND key_released = 0
    AND finished_at IS NOT NULL AND key_expires_at <= NEW.created_at;
  SELECT CASE
    WHEN kind IS NEW.kind AND json(payload) = json(NEW.payload) THEN RAISE(IGNORE)
    ELSE RAISE(ABORT, 'headgate: this tenant used the idempotency key before, for another kind or payload')
  END
  FROM jobs WHERE tenant = NEW.tenant AND idempotency_key = NEW.idempotency_key AND key_released = 0;
  SELECT RAISE(ABORT, 'headgate: leave jobs.resource out of the INSERT; this kind has a rule for it')
  FROM kinds
  WHERE name = NEW.kind AND resource_prefix IS NOT NULL AND NEW.resource IS NOT NULL
    AND NEW.resource <> resource_prefix || coalesce(json_extract(NEW.payload, resource_path), '');
END;

-- Gives the new job its resource and its first state.
CREATE TRIGGER jobs_enter AFTER INSERT ON jobs
BEGIN
  INSERT INTO lanes (tenant, kind, virtual_time, closed)
  SELECT NEW.tenant, NEW.kind, coalesce((SELECT max(virtual_time) FROM lanes WHERE tenant = NEW.tenant), 0),
         (SELECT paused_at IS NOT NULL FROM tenants WHERE name = NEW.tenant)
  WHERE NOT EXISTS (SELECT 1 FROM lanes WHERE tenant = NEW.tenant AND kind = NEW.kind);

  UPDATE jobs
  SET resource = placed.resource,
      depends_on = NULL,
      max_attempts = coalesce(NEW.max_attempts, NEW.retry ->> '$.maxAttempts', placed.max_attempts),
      state = CASE
        WHEN jobs.waits_for > 0 THEN 'blocked'
        WHEN placed.resource IS NOT NULL AND EXISTS (
          SELECT 1 FROM jobs AS earlier
          WHERE earlier.tenant = NEW.tenant AND earlier.resource = placed.resource
            AND earlier.finished_at IS NULL AND earlier.resource IS NOT NULL AND earlier.id < NEW.id) THEN 'blocked'
        WHEN NEW.run_at > NEW.created_at THEN 'scheduled'
        ELSE 'ready'
      END
  FROM (
    SELECT coalesce(retry ->> '$.maxAttempts', max_attempts) AS max_attempts,
           CASE WHEN resource_prefix IS NULL THEN NEW.resource
                ELSE resource_prefix || coalesce(json_extract(NEW.payload, resource_path), '') END AS resource
    FROM kinds WHERE name = NEW.kind) AS placed
  WHERE jobs.id = NEW.id;
END;

-- Notes what the new job depends on. (It stands behind jobs_enter because SQLite fires the newest trigger first,
-- and the first state depends on it.)
CREATE TRIGGER jobs_depend AFTER INSERT ON jobs
WHEN NEW.depends_on IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'headgate: depends_on names a job that is not there')
  FROM json_each(NEW.depends_on) AS item
  WHERE NEW.id = coalesce(
    CASE item.type
      WHEN 'integer' THEN (SELECT id FROM jobs WHERE id = item.value)
      WHEN 'text' THEN (SELECT id FROM jobs WHERE tenant = NEW.tenant AND idempotency_key = item.value AND key_released = 0)
    END, NEW.id);

  INSERT INTO job_dependencies (job_id, depends_on)
  SELECT DISTINCT NEW.id, CASE item.type WHEN 'integer' THEN item.value ELSE
    (SELECT id FROM jobs WHERE tenant = NEW.tenant AND idempotency_key = item.value AND key_released = 0) END
  FROM json_each(NEW.depends_on) AS item;
END;

----------------------------------------------------------------------------------------------------------------
-- The state machine.

CREATE TRIGGER jobs_state_machine BEFORE UPDATE OF state, lease_token, worker_id ON jobs
BEGIN
  SELECT CASE
    WHEN NEW.state IS OLD.state THEN CASE
      WHEN NEW.lease_token IS NOT OLD.lease_token OR NEW.worker_id IS NOT OLD.worker_id
        THEN RAISE(ABORT, 'headgate: a lease changes only when the job is claimed or leaves its worker') END
    WHEN NOT CASE OLD.state
      WHEN 'ready' THEN
        NEW.state = 'running'                                             -- claimed
        OR NEW.state = 'cancelled' OR NEW.state = 'blocked'               -- a dependency was added
      WHEN 'running' THEN
        NEW.state = 'succeeded' OR NEW.state = 'dead' OR NEW.state = 'cancelled'
        OR NEW.state = 'scheduled'                                        -- retry or snooze
        OR NEW.state = 'ready'                                            -- the lease expired, or the worker drained
      WHEN 'new' THEN                                                     -- inside the INSERT
        NEW.state = 'ready' OR NEW.state = 'scheduled' OR NEW.state = 'blocked'
      WHEN 'blocked' THEN
        NEW.state = 'ready' OR NEW.state = 'scheduled'                    -- all it waited for is finished
        OR NEW.state = 'cancelled'
      WHEN 'scheduled' THEN
        NEW.state = 'ready'                                               -- its time has come
        OR NEW.state = 'cancelled' OR NEW.state = 'blocked'               -- a dependency was added
      WHEN 'dead' THEN
        NEW.state = 'ready' OR NEW.state = 'scheduled' OR NEW.state = 'blocked'  -- replay, now or staggered
        OR NEW.state = 'cancelled'                                        -- discard
      WHEN 'cancelled' THEN
        NEW.state = 'ready' OR NEW.state = 'scheduled' OR NEW.state = 'blocked'  -- replay
      ELSE 0 END
      THEN RAISE(ABORT, 'headgate: a job''s state cannot change like this; the arrows are in the trigger jobs_state_machine of schema.sql')
    WHEN NEW.state = 'running' THEN CASE
      WHEN NEW.lease_token <= OLD.lease_token
        OR NEW.lease_token > (SELECT lease_token FROM queue WHERE id = 1)
        OR NOT EXISTS (SELECT 1 FROM workers WHERE id = NEW.worker_id AND stopped_at IS NULL)
        THEN RAISE(ABORT, 'headgate: a claim needs a new lease: a token above the job''s last one, not above the queue''s, and a worker that is alive') END
    WHEN NEW.lease_token IS NOT OLD.lease_token
      THEN RAISE(ABORT, 'headgate: a lease changes only when the job is claimed or leaves its worker')
    WHEN OLD.state = 'cancelled' AND (
      EXISTS (
        SELECT 1 FROM jobs AS later
        WHERE later.tenant = OLD.tenant AND later.resource = OLD.resource AND later.id > OLD.id AND later.lease_token > 0)
      OR EXISTS (
        SELECT 1 FROM job_dependencies AS link JOIN jobs AS later ON later.id = link.job_id
        WHERE link.depends_on = OLD.id AND later.lease_token > 0))
      THEN RAISE(ABORT, 'headgate: what waited for the cancelled job has run since; insert a new job instead of replaying it')
    WHEN (NEW.state = 'blocked' OR OLD.state = 'blocked' AND NEW.state <> 'cancelled') AND OLD.state <> 'new'
      AND (NEW.state = 'blocked') <> (NEW.waits_for > 0 OR EXISTS (
        SELECT 1 FROM jobs AS earlier
        WHERE earlier.tenant = NEW.tenant AND earlier.resource = NEW.resource
          AND earlier.finished_at IS NULL AND earlier.resource IS NOT NULL AND earlier.id < NEW.id))
      THEN RAISE(ABORT, 'headgate: a job is blocked as long as something before it is unfinished, and no longer')
  END;
END;

CREATE TRIGGER jobs_keep_identity BEFORE UPDATE OF id, tenant, kind, idempotency_key, resource, created_at ON jobs
WHEN OLD.state <> 'new'
BEGIN
  SELECT RAISE(ABORT, 'headgate: id, tenant, kind, idempotency_key, resource and created_at of a job never change');
END;

CREATE TRIGGER jobs_edit BEFORE UPDATE OF payload ON jobs
WHEN NEW.payload IS NOT OLD.payload
BEGIN
  SELECT RAISE(ABORT, 'headgate: only the payload of a dead job can be edited') WHERE OLD.state <> 'dead';
  INSERT INTO payload_door (kind, payload) VALUES (OLD.kind, NEW.payload);
  SELECT RAISE(ABORT, 'headgate: the edit would move the job to another resource; discard it and insert a new one')
  FROM kinds
  WHERE name = OLD.kind AND resource_prefix IS NOT NULL
    AND OLD.resource IS NOT resource_prefix || coalesce(json_extract(NEW.payload, resource_path), '');
END;

CREATE TRIGGER jobs_edited AFTER UPDATE OF payload ON jobs
WHEN NEW.payload IS NOT OLD.payload
BEGIN
  UPDATE jobs SET edition = OLD.edition + 1, checkpoint = NULL WHERE id = NEW.id;
  INSERT INTO work_log (at, job_id, tenant, event, attempt, detail)
  VALUES (
    CASE WHEN NEW.updated_at IS NOT OLD.updated_at THEN NEW.updated_at
         ELSE CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER) END,
    NEW.id, NEW.tenant, 'edited', OLD.attempt,
    json_object('edition', OLD.edition + 1, 'before', json(OLD.payload)));
END;

-- A job that was asked to stop and is about to be run again, because its worker died or its attempt failed, stops here.
CREATE TRIGGER jobs_cancel AFTER UPDATE OF worker_id ON jobs
WHEN OLD.state = 'running' AND EXISTS (SELECT 1 FROM cancel_requests WHERE job_id = NEW.id)
BEGIN
  DELETE FROM cancel_requests WHERE job_id = NEW.id;
  UPDATE jobs
  SET state = 'cancelled', reason = 'cancelled', finished_at = updated_at,
      last_error = 'cancelled while an attempt was under way: what it had sent may have taken effect'
  WHERE id = NEW.id AND state IN ('ready', 'scheduled');
END;

-- Holds up again what waits for a cancelled job that is replayed; jobs_state_machine has seen to it that none of it
-- has run.
CREATE TRIGGER jobs_reopen AFTER UPDATE OF finished_at ON jobs
WHEN OLD.finished_at IS NOT NULL AND NEW.finished_at IS NULL
BEGIN
  UPDATE jobs
  SET waits_for = waits_for + 1, updated_at = max(updated_at, NEW.updated_at),
      state = CASE WHEN state IN ('ready', 'scheduled') THEN 'blocked' ELSE state END
  WHERE id IN (SELECT job_id FROM job_dependencies WHERE depends_on = NEW.id);

  UPDATE jobs SET state = 'blocked', updated_at = max(updated_at, NEW.updated_at)
  WHERE tenant = NEW.tenant AND resource = NEW.resource AND finished_at IS NULL AND resource IS NOT NULL
    AND id > NEW.id AND state IN ('ready', 'scheduled');
END;

-- Lets go of what waited for the job that is finished now, in two steps, each of which costs nothing where
-- nothing waits. (They stand before the others because SQLite fires the newest trigger first, and the log reads
-- better with the cause before its effects.)
CREATE TRIGGER jobs_release_dependents AFTER UPDATE OF finished_at ON jobs
WHEN NEW.finished_at IS NOT NULL AND OLD.finished_at IS NULL
  AND EXISTS (SELECT 1 FROM job_dependencies WHERE depends_on = NEW.id)
BEGIN
  UPDATE jobs SET waits_for = waits_for - 1, updated_at = max(updated_at, NEW.updated_at)
  WHERE id IN (SELECT job_id FROM job_dependencies WHERE depends_on = NEW.id);

  UPDATE jobs
  SET state = CASE WHEN run_at > max(NEW.updated_at, NEW.finished_at) THEN 'scheduled' ELSE 'ready' END,
      updated_at = max(updated_at, NEW.updated_at)
  WHERE state = 'blocked' AND waits_for = 0
    AND id IN (SELECT job_id FROM job_dependencies WHERE depends_on = NEW.id)
    AND NOT EXISTS (
      SELECT 1 FROM jobs AS earlier
      WHERE earlier.tenant = jobs.tenant AND earlier.resource = jobs.resource
        AND earlier.finished_at IS NULL AND earlier.resource IS NOT NULL AND earlier.id < jobs.id);
END;

CREATE TRIGGER jobs_release_next AFTER UPDATE OF finished_at ON jobs
WHEN NEW.finished_at IS NOT NULL AND OLD.finished_at IS NULL
  AND EXISTS (
    SELECT 1 FROM jobs AS next
    WHERE next.tenant = NEW.tenant AND next.resource = NEW.resource
      AND next.finished_at IS NULL AND next.resource IS NOT NULL)
BEGIN
  UPDATE jobs
  SET state = CASE WHEN run_at > max(NEW.updated_at, NEW.finished_at) THEN 'scheduled' ELSE 'ready' END,
      updated_at = max(updated_at, NEW.updated_at)
  WHERE state = 'blocked' AND waits_for = 0
    AND id = (SELECT min(next.id) FROM jobs AS next
              WHERE next.tenant = NEW.tenant AND next.resource = NEW.resource
                AND next.finished_at IS NULL AND next.resource IS NOT NULL);
END;

-- Counts the job where it is now, and writes the change down. A writer that leaves updated_at alone gets the time
-- of the machine.
CREATE TRIGGER jobs_moved AFTER UPDATE OF state ON jobs
WHEN NEW.state IS NOT OLD.state
BEGIN
  -- Nearly every job goes from ready to running to succeeded. These two moves are counted by themselves, without a look
  -- at what they leave as it is; above all the second leaves lanes_open alone.
  UPDATE lanes SET ready = ready - 1, running = running + 1
  WHERE NEW.state = 'running' AND tenant = NEW.tenant AND kind = NEW.kind;

  UPDATE lanes SET running = running - 1, succeeded = succeeded + 1, succeeded_at = NEW.finished_at
  WHERE NEW.state = 'succeeded' AND tenant = NEW.tenant AND kind = NEW.kind;

  UPDATE lanes SET
    blocked   = blocked   + (NEW.state = 'blocked')   - (OLD.state = 'blocked'),
    scheduled = scheduled + (NEW.state = 'scheduled') - (OLD.state = 'scheduled'),
    ready     = ready     + (NEW.state = 'ready')     - (OLD.state = 'ready'),
    running   = running                               - (OLD.state = 'running'),
    dead      = dead      + (NEW.state = 'dead')      - (OLD.state = 'dead'),
    cancelled = cancelled + (NEW.state = 'cancelled') - (OLD.state = 'cancelled')
  WHERE NEW.state <> 'running' AND NEW.state <> 'succeeded' AND tenant = NEW.tenant AND kind = NEW.kind;

  UPDATE lanes SET closed = closed - 2
  WHERE OLD.state = 'running' AND tenant = NEW.tenant AND closed >= 2;

  INSERT INTO work_log (at, job_id, tenant, event, state, attempt, detail)
  VALUES (
    CASE WHEN OLD.state = 'new' OR NEW.updated_at IS NOT OLD.updated_at THEN NEW.updated_at
         ELSE CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER) END,
    NEW.id, NEW.tenant,
    CASE
      WHEN NEW.state = 'running' THEN 'claimed'
      WHEN NEW.state = 'succeeded' THEN 'succeeded'
      WHEN OLD.state = 'new' THEN 'enqueued'
      WHEN OLD.state = 'dead' THEN CASE NEW.state WHEN 'cancelled' THEN 'discarded' ELSE 'replayed' END
      WHEN OLD.state = 'cancelled' THEN 'replayed'
      -- An attempt that is taken back did not count: the operation waits, or the worker stopped.
      WHEN OLD.state = 'running' AND NEW.state = 'scheduled'
        THEN CASE WHEN NEW.attempt < OLD.attempt THEN 'snoozed' ELSE 'retry' END
      WHEN OLD.state = 'running' AND NEW.state = 'ready'
        THEN CASE WHEN NEW.attempt < OLD.attempt THEN 'drained' ELSE 'lease_expired' END
      ELSE NEW.state
    END,
    NEW.state, NEW.attempt,
    CASE
      WHEN NEW.state = 'running' THEN json_object('lease', NEW.lease_token, 'worker', NEW.worker_id)
      WHEN NEW.state = 'succeeded' THEN NULL
      WHEN OLD.state = 'new' THEN json_object('kind', NEW.kind, 'key', NEW.idempotency_key, 'resource', NEW.resource)
      WHEN OLD.state = 'running' AND NEW.state = 'scheduled'
        THEN json_object('reason', NEW.reason, 'error', NEW.last_error, 'runAt', NEW.run_at)
      WHEN NEW.state IN ('dead', 'cancelled') THEN json_object('reason', NEW.reason, 'error', NEW.last_error)
    END);
END;

CREATE TRIGGER cancel_requests_door BEFORE INSERT ON cancel_requests
BEGIN
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM cancel_requests WHERE job_id = NEW.job_id) THEN RAISE(IGNORE)
    WHEN NOT EXISTS (SELECT 1 FROM jobs WHERE id = NEW.job_id AND state = 'running')
      THEN RAISE(ABORT, 'headgate: only a running job can be asked to stop; one that does not run is cancelled by UPDATE jobs')
  END;
END;

CREATE TRIGGER cancel_requests_log AFTER INSERT ON cancel_requests
BEGIN
  INSERT INTO work_log (at, job_id, tenant, event, attempt)
  SELECT NEW.at, id, tenant, 'cancel_requested', attempt FROM jobs WHERE id = NEW.job_id;
END;

CREATE TRIGGER job_dependencies_door BEFORE INSERT ON job_dependencies
BEGIN
  SELECT CASE
    WHEN NOT EXISTS (SELECT 1 FROM jobs WHERE id = NEW.depends_on)
      THEN RAISE(ABORT, 'headgate: job_dependencies.depends_on names a job that is not there')
    WHEN NOT EXISTS (SELECT 1 FROM jobs WHERE id = NEW.job_id AND state IN ('new', 'blocked', 'scheduled', 'ready'))
      THEN RAISE(ABORT, 'headgate: a dependency can only be added to a job that has not started')
    WHEN EXISTS (SELECT 1 FROM job_dependencies WHERE job_id = NEW.job_id AND depends_on = NEW.depends_on)
      THEN RAISE(IGNORE)
  END;
END;

CREATE TRIGGER job_dependencies_block AFTER INSERT ON job_dependencies
WHEN EXISTS (SELECT 1 FROM jobs WHERE id = NEW.depends_on AND finished_at IS NULL)
BEGIN
  UPDATE jobs SET
    waits_for = waits_for + 1,
    state = CASE WHEN state IN ('ready', 'scheduled') THEN 'blocked' ELSE state END
  WHERE id = NEW.job_id;
END;

CREATE TRIGGER job_dependencies_keep BEFORE UPDATE ON job_dependencies
BEGIN
  SELECT RAISE(ABORT, 'headgate: a dependency cannot be changed');
END;

CREATE TRIGGER job_dependencies_stay BEFORE DELETE ON job_dependencies
WHEN EXISTS (SELECT 1 FROM jobs WHERE id = OLD.job_id)
BEGIN
  SELECT RAISE(ABORT, 'headgate: a dependency stays as long as its job');
END;

----------------------------------------------------------------------------------------------------------------
-- Nothing is lost: only finished jobs can be deleted (pruning), and only then their rows of the log. The newest
-- of each stays, so that no id is ever given twice.

CREATE TRIGGER jobs_stay BEFORE DELETE ON jobs
WHEN OLD.finished_at IS NULL OR OLD.id = (SELECT max(id) FROM jobs)
BEGIN
  SELECT RAISE(ABORT, 'headgate: only finished jobs can be deleted, and never the newest');
END;

CREATE TRIGGER jobs_gone AFTER DELETE ON jobs
BEGIN
  DELETE FROM job_dependencies WHERE job_id = OLD.id;
  UPDATE lanes SET succeeded = succeeded - (OLD.state = 'succeeded'), cancelled = cancelled - (OLD.state = 'cancelled')
  WHERE tenant = OLD.tenant AND kind = OLD.kind;
END;

CREATE TRIGGER work_log_append_only BEFORE UPDATE ON work_log
BEGIN
  SELECT RAISE(ABORT, 'headgate: the work log is append-only');
END;

CREATE TRIGGER work_log_stays BEFORE DELETE ON work_log
WHEN EXISTS (SELECT 1 FROM jobs WHERE id = OLD.job_id) OR OLD.id = (SELECT max(id) FROM work_log)
BEGIN
  SELECT RAISE(ABORT, 'headgate: the work log is append-only; rows go only after their job was pruned');
END;

-- What another program appends can neither break the order of the ids nor tell a state that the job is not in.
CREATE TRIGGER work_log_door BEFORE INSERT ON work_log
WHEN NEW.id <> -1 OR NEW.state IS NOT NULL AND NOT EXISTS (SELECT 1 FROM jobs WHERE id = NEW.job_id AND state = NEW.state)
BEGIN
  SELECT RAISE(ABORT, 'headgate: leave work_log.id out of the INSERT, which the queue sets, and tell no state that the job is not in');
END;

----------------------------------------------------------------------------------------------------------------
-- Schedules: jobs that are enqueued again and again, one for each period. A worker inserts them, with the key
-- schedule/NAME/PERIOD, and moves next_at on in the same transaction. Nobody needs more than
--
--     INSERT INTO schedules (name, tenant, kind, payload, cron, time_zone)
--     VALUES ('acme-token', 'acme', 'refresh-connector-profile', '{…}', '*/30 * * * *', 'Europe/Berlin');

CREATE TABLE schedules (
  name        TEXT    NOT NULL PRIMARY KEY
              CONSTRAINT "a schedule's name has 1 to 128 characters, the first a letter or a digit, the others of those and . _ -"
              CHECK (length(name) BETWEEN 1 AND 128 AND name GLOB '[A-Za-z0-9]*' AND name NOT GLOB '*[^A-Za-z0-9._-]*'),
  tenant      TEXT    NOT NULL,
  kind        TEXT    NOT NULL,
  payload     TEXT    NOT NULL DEFAULT '{}',
  cron        TEXT,                            -- minute hour day month weekday; or
  every_ms    INTEGER CHECK (every_ms >= 1000),  -- the length of a period, counted from created_at
  time_zone   TEXT    NOT NULL DEFAULT 'UTC',  -- in which cron is meant
  jitter      REAL    NOT NULL DEFAULT 0 CHECK (jitter BETWEEN 0 AND 1),  -- the part of a period by which a run may be late
  missed      TEXT    NOT NULL DEFAULT 'once' CHECK (missed IN ('skip', 'once', 'all')),  -- periods in which no worker ran
  priority    INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN -1000 AND 1000),
  next_at     INTEGER,                         -- when the next period begins; NULL: a worker works it out
  paused_at   INTEGER,                         -- not NULL: nothing is enqueued
  last_job_id INTEGER,                         -- the newest job
  problem     TEXT,                            -- why nothing comes of it; NULL it, or change the schedule, to try again
  created_at  INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER)),
  CONSTRAINT "a schedule has either cron or every_ms" CHECK ((cron IS NULL) <> (every_ms IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER schedules_door BEFORE INSERT ON schedules
BEGIN
  SELECT CASE
    WHEN NOT EXISTS (SELECT 1 FROM tenants WHERE name = NEW.tenant)
      THEN RAISE(ABORT, 'headgate: unknown tenant; add it first (headgate tenant add)')
    WHEN NOT EXISTS (SELECT 1 FROM kinds WHERE name = NEW.kind)
      THEN RAISE(ABORT, 'headgate: unknown kind; SELECT name FROM kinds lists them')
  END;
  INSERT INTO payload_door (kind, payload) VALUES (NEW.kind, NEW.payload);
END;

CREATE TRIGGER schedules_edit BEFORE UPDATE OF payload ON schedules
WHEN NEW.payload IS NOT OLD.payload
BEGIN
  INSERT INTO payload_door (kind, payload) VALUES (NEW.kind, NEW.payload);
END;

CREATE TRIGGER schedules_try_again AFTER UPDATE OF cron, time_zone, every_ms, tenant, kind, payload ON schedules
WHEN OLD.problem IS NOT NULL AND NEW.problem IS OLD.problem
BEGIN
  UPDATE schedules SET problem = NULL, next_at = NULL WHERE name = NEW.name;
END;

----------------------------------------------------------------------------------------------------------------
-- For people.

CREATE VIEW dead_letters AS
SELECT
  jobs.id, jobs.tenant, jobs.kind, jobs.idempotency_key, jobs.reason, jobs.last_error, jobs.attempt, jobs.resource,
  jobs.updated_at AS dead_at,
  CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER) - jobs.updated_at AS age_ms,
  (SELECT count(*) FROM jobs AS later
   WHERE later.state = 'blocked' AND later.id IN (
     SELECT job_id FROM job_dependencies WHERE depends_on = jobs.id
     UNION
     SELECT id FROM jobs AS next WHERE next.tenant = jobs.tenant AND next.resource = jobs.resource
       AND next.finished_at IS NULL AND next.resource IS NOT NULL AND next.id > jobs.id)) AS waiting
FROM jobs
WHERE jobs.state = 'dead';
