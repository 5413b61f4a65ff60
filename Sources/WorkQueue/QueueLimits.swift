/// Every bound of the queue that is not an option of the worker, in one place.
package enum QueueLimits {
  /// How long a statement waits for a lock that another process holds.
  package static let busyTimeoutMs: Int32 = 30_000
  /// The schema refuses longer ones too.
  package static let maxPayloadBytes = 262_144
  /// Characters of an error's text that are stored.
  package static let maxErrorCharacters = 2_000
  /// Jobs of a large batch in one transaction, where they need not stand or fall together: some ten milliseconds in which
  /// nobody else can write. Each time after so many it ends early if another process has waited for long.
  package static let maxEnqueuedAtOnce = 250
  package static let enqueuedPerLook = 25
  /// Jobs of a large batch among which those of a tenant come together.
  package static let maxEnqueuedTogether = 10_000
  /// Scheduled jobs that one claim makes ready.
  package static let maxPromotedPerClaim = 250
  /// Jobs in one claim.
  package static let maxJobsPerClaim = 256
  /// A worker fills so many of its slots with one claim, or half of them where that is more.
  package static let filledPerClaim = 128
  /// Jobs that a tenant is given in one turn, where a claim is so large that it has this many turns all the same, and
  /// where so few lanes wait that a round is still a short one.
  package static let maxJobsPerTurn = 8
  package static let turnsPerClaim = 16
  package static let maxLanesForLongTurns = 256
  /// With a backlog a worker claims again when one in so many of its slots is free, or after this.
  package static let claimedPart = 4
  package static let gatherMs: Int64 = 2
  /// Jobs taken back from dead workers in one transaction.
  package static let maxRescuedAtOnce = 1_000
  /// A job under which that many workers died goes to the dead letters: it may be what kills them.
  package static let maxRescues = 3
  /// Tenants whose rows are kept in memory between claims.
  package static let maxKnownTenants = 1_000
  /// A worker without anything to do looks again after this, whatever its signals say.
  package static let idleLookMs: Int64 = 5_000
  /// How often a worker looks after its lease, its time-outs, cancellations, and the jobs of workers that died.
  package static let watchMs: Int64 = 500
  /// The same while it runs nothing.
  package static let idleWatchMs: Int64 = 1_000
  /// How often a worker asks whether another process has committed, where the kernel does not tell.
  package static let foreignCommitPollMs: Int64 = 10
  /// A job whose kind this worker does not have is put back for this long.
  package static let unknownKindSnoozeMs: Int64 = 60_000
  /// No delay or deadline in retry rules is longer than a year.
  package static let maxRetryMs: Int64 = 365 * 86_400_000
  /// After a failed claim, heartbeat or settlement.
  package static let storeRetryMs: Int64 = 500
  /// Tries to write down that a worker came or left.
  package static let maxStoreTries = 120
  /// Pages of the write-ahead log after which SQLite copies them into the database.
  package static let walAutocheckpointPages = 10_000
  /// Of the database's pages that a connection keeps in memory.
  package static let cacheKiB = 4_096
  /// Changed pages that a transaction keeps in memory at the most.
  package static let spillPages = 4_096
  /// Beyond this a worker makes SQLite begin the write-ahead log anew, waiting for readers.
  package static let walRestartBytes: Int64 = 64 << 20
  /// Beyond this the file is made small as well.
  package static let walTruncateBytes: Int64 = 256 << 20
  /// How long readers may keep a checkpoint from its end; nobody writes meanwhile.
  package static let checkpointWaitMs: Int32 = 1_000
  /// How often a worker looks whether something is to be kept up.
  package static let upkeepLookMs: Int64 = 10_000
  /// How often one of the workers prunes and tidies up.
  package static let upkeepMs: Int64 = 3_600_000
  /// Jobs pruned in one transaction.
  package static let maxPrunedAtOnce = 500
  /// Workers that left are forgotten after this.
  package static let keepWorkersMs: Int64 = 7 * 86_400_000
  /// Free pages given back in one step, and steps in one go.
  package static let vacuumPages = 1_000
  package static let maxVacuumSteps = 64
  /// How long a worker sleeps at the most before it looks at the schedules again: another program may have made one.
  package static let scheduleLookMs: Int64 = 5_000
  /// Schedules that are moved on in one transaction.
  package static let maxSchedulesAtOnce = 100
  /// Periods that are made up for at the most.
  package static let maxMissedRuns = 100
  /// A run that is late by less counts as in time.
  package static let scheduleInTimeMs: Int64 = 60_000
  /// How often somebody who waits for a job's end looks, at first and in the end.
  package static let shortestResultLookMs: Int64 = 5
  package static let longestResultLookMs: Int64 = 250
}
