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
PRAGMA user_version = 1;

----------------------------------------------------------------------------------------------------------------
-- The queue as a whole: one row.

CREATE TABLE queue (
  id           INTEGER PRIMARY KEY CHECK (id = 1),
  database_id  TEXT    NOT NULL DEFAULT (lower(hex(randomblob(8)))),  -- tells this database from every other
  lease_token  INTEGER NOT NULL DEFAULT 0,   -- the newest lease's token; it only grows
  virtual_time INTEGER NOT NULL DEFAULT 0,   -- of the fair queue: where the lane served last stood
  paused_at    INTEGER,                      -- not NULL: nothing is claimed
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

-- A lane per tenant: what a claim looks at instead of at the jobs. Its counters are kept by the triggers below,
-- so that choosing whose turn it is costs O(log tenants), however many jobs there are.
CREATE TABLE lanes (
  tenant       TEXT    NOT NULL PRIMARY KEY,
  virtual_time INTEGER NOT NULL DEFAULT 0,     -- grows by 1,000,000 / weight with each job that is claimed
  max_running  INTEGER NOT NULL,
  weight       INTEGER NOT NULL,
  paused       INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
  blocked      INTEGER NOT NULL DEFAULT 0 CHECK (blocked >= 0),
  scheduled    INTEGER NOT NULL DEFAULT 0 CHECK (scheduled >= 0),
  ready        INTEGER NOT NULL DEFAULT 0 CHECK (ready >= 0),
  running      INTEGER NOT NULL DEFAULT 0 CHECK (running >= 0),
  succeeded    INTEGER NOT NULL DEFAULT 0 CHECK (succeeded >= 0),
  dead         INTEGER NOT NULL DEFAULT 0 CHECK (dead >= 0),
  cancelled    INTEGER NOT NULL DEFAULT 0 CHECK (cancelled >= 0)
) STRICT, WITHOUT ROWID;

-- The lanes that can run a job now, in the order of their turns.
CREATE INDEX lanes_open ON lanes (virtual_time, tenant)
  WHERE ready > 0 AND running < max_running AND paused = 0;

-- INSERT OR REPLACE finds the lane there already. A tenant that was removed has left its finished jobs behind;
-- they count again when it comes back.
CREATE TRIGGER tenants_open_lane AFTER INSERT ON tenants
BEGIN
  INSERT INTO lanes (tenant, max_running, weight, succeeded, cancelled)
  SELECT NEW.name, NEW.max_running, NEW.weight,
         (SELECT count(*) FROM jobs WHERE tenant = NEW.name AND state = 'succeeded'),
         (SELECT count(*) FROM jobs WHERE tenant = NEW.name AND state = 'cancelled')
  WHERE NOT EXISTS (SELECT 1 FROM lanes WHERE tenant = NEW.name);
  UPDATE lanes SET max_running = NEW.max_running, weight = NEW.weight, paused = NEW.paused_at IS NOT NULL
  WHERE tenant = NEW.name;
END;

CREATE TRIGGER tenants_steer_lane AFTER UPDATE OF max_running, weight, paused_at ON tenants
BEGIN
  UPDATE lanes SET max_running = NEW.max_running, weight = NEW.weight, paused = NEW.paused_at IS NOT NULL
  WHERE tenant = NEW.name;
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

CREATE TRIGGER tenants_close_lane AFTER DELETE ON tenants
BEGIN
  DELETE FROM lanes WHERE tenant = OLD.name;
END;

CREATE TRIGGER lanes_stay BEFORE DELETE ON lanes
WHEN EXISTS (SELECT 1 FROM tenants WHERE name = OLD.tenant)
BEGIN
  SELECT RAISE(ABORT, 'headgate: a lane stays as long as its tenant');
END;

CREATE TRIGGER lanes_are_not_replaced BEFORE INSERT ON lanes
WHEN EXISTS (SELECT 1 FROM lanes WHERE tenant = NEW.tenant)
BEGIN
  SELECT RAISE(ABORT, 'headgate: the tenant has its lane already');
END;

----------------------------------------------------------------------------------------------------------------
-- Kinds: what a job may be, as data, so that the rules hold for every program that inserts. The worker's
-- library fills this table from the operations that it has.

CREATE TABLE kinds (
  name            TEXT    NOT NULL PRIMARY KEY,
  resource_prefix TEXT,                        -- 'flow/'; NULL: jobs of this kind are in no order
  resource_path   TEXT,                        -- '$.flowName': what follows the prefix; NULL: nothing does
  required        TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(required)),  -- paths that a payload must have
  max_attempts    INTEGER NOT NULL DEFAULT 20 CHECK (max_attempts >= 1)
) STRICT, WITHOUT ROWID;

-- The jobs of each kind, counted by the triggers below. Apart from kinds, so that a rule that is written anew,
-- even by INSERT OR REPLACE, leaves the counters alone.
CREATE TABLE kind_counts (
  kind      TEXT    NOT NULL PRIMARY KEY,
  blocked   INTEGER NOT NULL DEFAULT 0 CHECK (blocked >= 0),
  scheduled INTEGER NOT NULL DEFAULT 0 CHECK (scheduled >= 0),
  ready     INTEGER NOT NULL DEFAULT 0 CHECK (ready >= 0),
  running   INTEGER NOT NULL DEFAULT 0 CHECK (running >= 0),
  succeeded INTEGER NOT NULL DEFAULT 0 CHECK (succeeded >= 0),
  dead      INTEGER NOT NULL DEFAULT 0 CHECK (dead >= 0),
  cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled >= 0)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER kinds_open_count AFTER INSERT ON kinds
BEGIN
  INSERT INTO kind_counts (kind)
  SELECT NEW.name WHERE NOT EXISTS (SELECT 1 FROM kind_counts WHERE kind = NEW.name);
END;

CREATE TRIGGER kinds_keep_name BEFORE UPDATE OF name ON kinds
WHEN NEW.name IS NOT OLD.name
BEGIN
  SELECT RAISE(ABORT, 'headgate: a kind cannot be renamed: its jobs carry the name');
END;

CREATE TRIGGER kinds_keep_jobs BEFORE DELETE ON kinds
WHEN EXISTS (SELECT 1 FROM kind_counts WHERE kind = OLD.name
             AND blocked + scheduled + ready + running + dead > 0)
BEGIN
  SELECT RAISE(ABORT, 'headgate: there are unfinished jobs of this kind; cancel or discard them first');
END;

CREATE TRIGGER kind_counts_stay BEFORE DELETE ON kind_counts
BEGIN
  SELECT RAISE(ABORT, 'headgate: the counters of a kind cannot be deleted');
END;

CREATE TRIGGER kind_counts_are_not_replaced BEFORE INSERT ON kind_counts
WHEN EXISTS (SELECT 1 FROM kind_counts WHERE kind = NEW.kind)
BEGIN
  SELECT RAISE(ABORT, 'headgate: the kind has its counters already');
END;

-- Names (in lower case) of payload members that hold secrets. Their values, and all values inside them, may only
-- be references such as {{resolve:secretsmanager:ID:SecretString:KEY}}.
CREATE TABLE secret_fields (
  name TEXT NOT NULL PRIMARY KEY CHECK (name = lower(name))
) STRICT, WITHOUT ROWID;

----------------------------------------------------------------------------------------------------------------
-- Jobs.

CREATE TABLE jobs (
  id              INTEGER PRIMARY KEY,
  tenant          TEXT    NOT NULL,
  kind            TEXT    NOT NULL,
  idempotency_key TEXT    NOT NULL
                  CONSTRAINT "an idempotency key has 1 to 255 characters" CHECK (length(idempotency_key) BETWEEN 1 AND 255),
  payload         TEXT    NOT NULL,            -- a JSON object; kept and sent as it was written
  depends_on      TEXT,                        -- at INSERT only: a JSON list of job ids, or of this tenant's keys
  state           TEXT    NOT NULL DEFAULT 'new'  -- 'new' lives only inside the INSERT
                  CHECK (state IN ('new', 'blocked', 'scheduled', 'ready', 'running', 'succeeded', 'dead', 'cancelled')),
  priority        INTEGER NOT NULL DEFAULT 0   -- one more is worth a minute of waiting
                  CONSTRAINT "a priority lies between -1000 and 1000" CHECK (priority BETWEEN -1000 AND 1000),
  run_at          INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER)),
  attempt         INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),  -- attempts begun since the start or the replay
  max_attempts    INTEGER CHECK (max_attempts >= 1),                -- NULL at INSERT: the kind's
  resource        TEXT,                        -- 'flow/NAME': see the top; set from the kind where it has a rule
  waits_for       INTEGER NOT NULL DEFAULT 0 CHECK (waits_for >= 0),  -- dependencies that are unfinished
  edition         INTEGER NOT NULL DEFAULT 1,  -- grows with each edit of the payload
  checkpoint      TEXT    CHECK (checkpoint IS NULL OR json_valid(checkpoint)),  -- what the operation remembers
  reason          TEXT,                        -- why it is dead or is retried: a stable word
  last_error      TEXT,                        -- the same in a sentence
  result          TEXT    CHECK (result IS NULL OR json_valid(result)),
  worker_id       INTEGER,                     -- whose lease it is under (workers.lease_until)
  lease_token     INTEGER NOT NULL DEFAULT 0,  -- of the newest claim; whoever has an older one changes nothing
  rescues         INTEGER NOT NULL DEFAULT 0,  -- times that its worker died under it since the start or the replay
  created_at      INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER)),
  updated_at      INTEGER NOT NULL DEFAULT (CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER)),
  finished_at     INTEGER,                     -- succeeded or cancelled; a dead job is not finished

  UNIQUE (tenant, idempotency_key),
  CHECK ((state IN ('succeeded', 'cancelled')) = (finished_at IS NOT NULL)),
  CHECK (state <> 'dead' OR reason IS NOT NULL),
  CHECK (state <> 'blocked' OR worker_id IS NULL),
  CHECK ((state = 'running') = (worker_id IS NOT NULL))
) STRICT;

-- What can be claimed, per tenant in the order of urgency.
CREATE INDEX jobs_ready ON jobs (tenant, run_at - priority * 60000) WHERE state = 'ready';
CREATE INDEX jobs_scheduled ON jobs (run_at) WHERE state = 'scheduled';
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

-- The log: appended to by the triggers below, and by workers ('call' rows); never changed.
CREATE TABLE work_log (
  id      INTEGER PRIMARY KEY,
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
    -- The cheap question first: does any of the names occur at all (or could one hide behind an escape)?
    -- (The LIMIT keeps SQLite from folding the text anew for each name.)
    WHEN (instr(NEW.payload, '\u') > 0 OR EXISTS (
        SELECT 1 FROM (SELECT lower(NEW.payload) AS text LIMIT 1) AS folded CROSS JOIN secret_fields
        WHERE instr(folded.text, '"' || secret_fields.name || '"') > 0))
      AND EXISTS (
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
      THEN RAISE(ABORT, 'headgate: an INSERT into jobs sets tenant, kind, idempotency_key, payload, and if need be depends_on, priority, run_at, max_attempts, resource')
    WHEN EXISTS (SELECT 1 FROM jobs WHERE id = NEW.id)
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
  SELECT CASE
    WHEN kind IS NEW.kind AND json(payload) = json(NEW.payload) THEN RAISE(IGNORE)
    ELSE RAISE(ABORT, 'headgate: this tenant used the idempotency key before, for another kind or payload')
  END
  FROM jobs WHERE tenant = NEW.tenant AND idempotency_key = NEW.idempotency_key;
  SELECT RAISE(ABORT, 'headgate: leave jobs.resource out of the INSERT; this kind has a rule for it')
  FROM kinds
  WHERE name = NEW.kind AND resource_prefix IS NOT NULL AND NEW.resource IS NOT NULL
    AND NEW.resource <> resource_prefix || coalesce(json_extract(NEW.payload, resource_path), '');
END;

-- Gives the new job its resource, its dependencies and its first state.
CREATE TRIGGER jobs_enter AFTER INSERT ON jobs
BEGIN
  -- The newest job is never deleted, so an id that the queue gave is the one after it.
  SELECT RAISE(ABORT, 'headgate: leave jobs.id out of the INSERT; the queue sets it')
  WHERE NEW.id <> 1 + coalesce((SELECT max(id) FROM jobs WHERE id <> NEW.id), 0);

  SELECT RAISE(ABORT, 'headgate: depends_on names a job that is not there')
  FROM json_each(NEW.depends_on) AS item
  WHERE NEW.depends_on IS NOT NULL AND NEW.id = coalesce(
    CASE item.type
      WHEN 'integer' THEN (SELECT id FROM jobs WHERE id = item.value)
      WHEN 'text' THEN (SELECT id FROM jobs WHERE tenant = NEW.tenant AND idempotency_key = item.value)
    END, NEW.id);

  INSERT INTO job_dependencies (job_id, depends_on)
  SELECT DISTINCT NEW.id, CASE item.type WHEN 'integer' THEN item.value ELSE
    (SELECT id FROM jobs WHERE tenant = NEW.tenant AND idempotency_key = item.value) END
  FROM json_each(NEW.depends_on) AS item
  WHERE NEW.depends_on IS NOT NULL;

  UPDATE jobs
  SET resource = placed.resource,
      depends_on = NULL,
      max_attempts = coalesce(NEW.max_attempts, placed.max_attempts),
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
    SELECT max_attempts,
           CASE WHEN resource_prefix IS NULL THEN NEW.resource
                ELSE resource_prefix || coalesce(json_extract(NEW.payload, resource_path), '') END AS resource
    FROM kinds WHERE name = NEW.kind) AS placed
  WHERE jobs.id = NEW.id;
END;

----------------------------------------------------------------------------------------------------------------
-- The state machine.

CREATE TRIGGER jobs_state_machine BEFORE UPDATE OF state ON jobs
WHEN NEW.state IS NOT OLD.state
BEGIN
  SELECT RAISE(ABORT, 'headgate: a job''s state cannot change like this; the arrows are in the trigger jobs_state_machine of schema.sql')
  WHERE (OLD.state || ' > ' || NEW.state) NOT IN (
    'new > blocked', 'new > scheduled', 'new > ready',          -- inside the INSERT
    'blocked > ready', 'blocked > scheduled',                   -- all it waited for is finished
    'ready > blocked', 'scheduled > blocked',                   -- a dependency was added
    'scheduled > ready',                                        -- its time has come
    'ready > running',                                          -- claimed
    'running > succeeded', 'running > dead', 'running > cancelled',
    'running > scheduled',                                      -- retry or snooze
    'running > ready',                                          -- the lease expired, or the worker drained
    'blocked > cancelled', 'scheduled > cancelled', 'ready > cancelled',
    'dead > ready', 'dead > blocked', 'dead > scheduled',       -- replay, now or staggered
    'dead > cancelled');                                        -- discard
  SELECT RAISE(ABORT, 'headgate: a job is blocked as long as something before it is unfinished, and no longer')
  WHERE (NEW.state = 'blocked' OR OLD.state = 'blocked' AND NEW.state IN ('ready', 'scheduled')) AND OLD.state <> 'new'
    AND (NEW.state = 'blocked') <> (NEW.waits_for > 0 OR EXISTS (
      SELECT 1 FROM jobs AS earlier
      WHERE earlier.tenant = NEW.tenant AND earlier.resource = NEW.resource
        AND earlier.finished_at IS NULL AND earlier.resource IS NOT NULL AND earlier.id < NEW.id));
  SELECT RAISE(ABORT, 'headgate: a claim needs a new lease: a token above the job''s last one, not above the queue''s, and a worker that is alive')
  WHERE NEW.state = 'running' AND (NEW.lease_token <= OLD.lease_token
    OR NEW.lease_token > (SELECT lease_token FROM queue WHERE id = 1)
    OR NOT EXISTS (SELECT 1 FROM workers WHERE id = NEW.worker_id AND stopped_at IS NULL));
END;

CREATE TRIGGER jobs_keep_identity BEFORE UPDATE OF id, tenant, kind, idempotency_key, resource, created_at ON jobs
WHEN OLD.state <> 'new'
BEGIN
  SELECT RAISE(ABORT, 'headgate: id, tenant, kind, idempotency_key, resource and created_at of a job never change');
END;

CREATE TRIGGER jobs_keep_lease BEFORE UPDATE OF lease_token, worker_id ON jobs
WHEN NEW.lease_token IS NOT OLD.lease_token AND NEW.state <> 'running'
  OR NEW.state IS OLD.state AND (NEW.lease_token IS NOT OLD.lease_token OR NEW.worker_id IS NOT OLD.worker_id)
BEGIN
  SELECT RAISE(ABORT, 'headgate: a lease changes only when the job is claimed or leaves its worker');
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

-- Lets go of what waited for the job that is finished now, in two steps, each of which costs nothing where
-- nothing waits. (They stand before the others because SQLite fires the newest trigger first, and the log reads
-- better with the cause before its effects.)
CREATE TRIGGER jobs_release_dependents AFTER UPDATE OF state ON jobs
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

CREATE TRIGGER jobs_release_next AFTER UPDATE OF state ON jobs
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

-- Counts the job where it is now.
CREATE TRIGGER jobs_count AFTER UPDATE OF state ON jobs
WHEN NEW.state IS NOT OLD.state
BEGIN
  UPDATE lanes SET
    blocked   = blocked   + (NEW.state = 'blocked')   - (OLD.state = 'blocked'),
    scheduled = scheduled + (NEW.state = 'scheduled') - (OLD.state = 'scheduled'),
    ready     = ready     + (NEW.state = 'ready')     - (OLD.state = 'ready'),
    running   = running   + (NEW.state = 'running')   - (OLD.state = 'running'),
    succeeded = succeeded + (NEW.state = 'succeeded') - (OLD.state = 'succeeded'),
    dead      = dead      + (NEW.state = 'dead')      - (OLD.state = 'dead'),
    cancelled = cancelled + (NEW.state = 'cancelled') - (OLD.state = 'cancelled')
  WHERE tenant = NEW.tenant;
  UPDATE kind_counts SET
    blocked   = blocked   + (NEW.state = 'blocked')   - (OLD.state = 'blocked'),
    scheduled = scheduled + (NEW.state = 'scheduled') - (OLD.state = 'scheduled'),
    ready     = ready     + (NEW.state = 'ready')     - (OLD.state = 'ready'),
    running   = running   + (NEW.state = 'running')   - (OLD.state = 'running'),
    succeeded = succeeded + (NEW.state = 'succeeded') - (OLD.state = 'succeeded'),
    dead      = dead      + (NEW.state = 'dead')      - (OLD.state = 'dead'),
    cancelled = cancelled + (NEW.state = 'cancelled') - (OLD.state = 'cancelled')
  WHERE kind = NEW.kind;
END;

-- Writes the change down. A writer that leaves updated_at alone gets the time of the machine.
CREATE TRIGGER jobs_log AFTER UPDATE OF state ON jobs
WHEN NEW.state IS NOT OLD.state
BEGIN
  INSERT INTO work_log (at, job_id, tenant, event, state, attempt, detail)
  VALUES (
    CASE WHEN OLD.state = 'new' OR NEW.updated_at IS NOT OLD.updated_at THEN NEW.updated_at
         ELSE CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER) END,
    NEW.id, NEW.tenant,
    CASE
      WHEN OLD.state = 'new' THEN 'enqueued'
      WHEN OLD.state = 'dead' THEN CASE NEW.state WHEN 'cancelled' THEN 'discarded' ELSE 'replayed' END
      WHEN NEW.state = 'running' THEN 'claimed'
      -- An attempt that is taken back did not count: the operation waits, or the worker stopped.
      WHEN OLD.state = 'running' AND NEW.state = 'scheduled'
        THEN CASE WHEN NEW.attempt < OLD.attempt THEN 'snoozed' ELSE 'retry' END
      WHEN OLD.state = 'running' AND NEW.state = 'ready'
        THEN CASE WHEN NEW.attempt < OLD.attempt THEN 'drained' ELSE 'lease_expired' END
      ELSE NEW.state
    END,
    NEW.state, NEW.attempt,
    CASE
      WHEN OLD.state = 'new' THEN json_object('kind', NEW.kind, 'key', NEW.idempotency_key, 'resource', NEW.resource)
      WHEN NEW.state = 'running' THEN json_object('lease', NEW.lease_token, 'worker', NEW.worker_id)
      WHEN OLD.state = 'running' AND NEW.state = 'scheduled'
        THEN json_object('reason', NEW.reason, 'error', NEW.last_error, 'runAt', NEW.run_at)
      WHEN NEW.state IN ('dead', 'cancelled') THEN json_object('reason', NEW.reason, 'error', NEW.last_error)
    END);
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
  WHERE tenant = OLD.tenant;
  UPDATE kind_counts SET succeeded = succeeded - (OLD.state = 'succeeded'), cancelled = cancelled - (OLD.state = 'cancelled')
  WHERE kind = OLD.kind;
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

CREATE TRIGGER work_log_grows BEFORE INSERT ON work_log
WHEN EXISTS (SELECT 1 FROM work_log WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'headgate: the work log is append-only');
END;

-- What another program appends can neither break the order of the ids nor tell a state that the job is not in.
CREATE TRIGGER work_log_is_true AFTER INSERT ON work_log
BEGIN
  SELECT CASE
    WHEN NEW.id <> 1 + coalesce((SELECT max(id) FROM work_log WHERE id <> NEW.id), 0)
      THEN RAISE(ABORT, 'headgate: leave work_log.id out of the INSERT; the queue sets it')
    WHEN NEW.state IS NOT NULL AND NOT EXISTS (SELECT 1 FROM jobs WHERE id = NEW.job_id AND state = NEW.state)
      THEN RAISE(ABORT, 'headgate: the row of the log tells a state that its job is not in')
  END;
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
