import Headgate
import TimeAndChance
import WorkQueue

/// `headgate onboard`
struct OnboardCommand: Command {
  static let file = Argument.required("FILE", .path(), "the tenants: CSV, or JSON Lines if it ends in .jsonl")
  static let template = Option.required("template", .path("DIR"), "the folder of payload templates")
  static let dryRun = Flag("dry-run", "check everything and add nothing")
  static let wait = Flag("wait", "wait until all of it is done, or cannot go on")

  static let spec = CommandSpec(
    "onboard", summary: "add many tenants and all the jobs that set them up",
    parameters: [file, template, dryRun, wait],
    discussion: """
      The file has a row a tenant with the columns tenant, role_arn, external_id and region, if need be \
      max_running and mode, and whatever columns the template's ${Column} name. Every row and every payload is \
      checked first; then all of it is added in one transaction, or nothing.

      It is safe to run twice: jobs that are there stay as they are, and changed tenants are updated.
      """,
    examples: [
      CommandExample("headgate onboard tenants.csv --template salesforce-to-s3 --dry-run", "is all well?"),
      CommandExample(
        "headgate onboard tenants.csv --template salesforce-to-s3 --wait", "with a progress bar"),
    ])

  /// How often progress is looked for.
  private static let lookIntervalMs: Int64 = 200

  let arguments: ParsedArguments

  func run(_ context: CommandContext) async throws {
    let plan = try loadPlan(context)
    for warning in plan.warnings { context.console.err.line("\("warning:", .warning) \(warning)") }
    if arguments[Self.dryRun] {
      return print(plan, EnqueueResult(tenants: [], jobs: []), context)
    }
    let queue = try context.openQueue()
    let result: EnqueueResult
    do {
      // The plan has checked every payload already.
      result = try await queue.store.enqueue(
        plan.jobs.map(\.newJob), saving: plan.tenants.map(\.tenant), atMs: context.time.nowMs())
    } catch let refusal as EnqueueRefusal {
      throw CommandError.failed("\(arguments[Self.file]): \(refusal.message); nothing was added")
    }
    print(plan, result, context)
    if arguments[Self.wait] { try await waitUntilDone(result.jobs.map(\.id), queue, context) }
  }

  private func loadPlan(_ context: CommandContext) throws -> OnboardingPlan {
    do {
      return try OnboardingPlan.make(
        try TenantTable.load(file: arguments[Self.file]),
        template: try Template.load(directory: arguments[Self.template]))
    } catch {
      for problem in error.problems { context.console.err.line("\(problem)") }
      let more = error.omitted > 0 ? " (and \(Format.count(error.omitted)) more)" : ""
      let count = "\(Format.count(error.problems.count)) mistake\(error.problems.count == 1 ? "" : "s")"
      throw CommandError.failed("\(count)\(more); nothing was added")
    }
  }

  private func print(_ plan: OnboardingPlan, _ result: EnqueueResult, _ context: CommandContext) {
    let isDry = arguments[Self.dryRun]
    let added = result.tenants.count { $0 == .created }
    let changed = result.tenants.count { $0 == .updated }
    let jobs = result.jobs.count { $0.created }
    if context.json {
      context.console.out.json([
        "dry_run": isDry, "tenants": plan.tenants.count, "tenants_added": added, "tenants_changed": changed,
        "jobs": plan.jobs.count, "jobs_added": jobs,
      ])
      return
    }
    let total = "\(Format.count(plan.tenants.count)) tenants, \(Format.count(plan.jobs.count)) jobs"
    guard !isDry else { return context.console.out.line("\(total): all well, nothing added") }
    if added == 0, changed == 0, jobs == 0 {
      return context.console.out.line("\(total): all of it is there already")
    }
    context.console.out.line(
      "\(total): added \(Format.count(added)) tenants and \(Format.count(jobs)) jobs"
        + "\(changed > 0 ? ", changed \(Format.count(changed)) tenants" : "")"
        + "\(jobs < plan.jobs.count ? "; the other jobs were there already" : "")")
  }

  private func waitUntilDone(_ ids: [Int64], _ queue: JobQueue, _ context: CommandContext) async throws {
    var progress = ProgressDisplay(
      "onboard", total: ids.count, on: context.console.err, nowMs: context.time.monotonicMs())
    var isWarned = false
    while true {
      let counts = try await queue.store.counts(ids: ids)
      func count(_ states: JobState...) -> Int { states.reduce(0) { $0 + (counts[$1] ?? 0) } }
      progress.update(
        done: count(.succeeded, .cancelled, .dead), failed: count(.dead), nowMs: context.time.monotonicMs())
      // What is blocked now waits for something dead, since nothing else is under way.
      if count(.ready, .running, .scheduled) == 0 {
        progress.finish(nowMs: context.time.monotonicMs())
        let dead = count(.dead)
        guard dead == 0, count(.blocked) == 0 else {
          throw CommandError.failed(
            "\(Format.count(dead)) jobs are dead and hold up \(Format.count(count(.blocked)))",
            hint: "`headgate jobs --state dead` says why")
        }
        return
      }
      if !isWarned, try await queue.status().workers.isEmpty {
        isWarned = true
        context.console.err.line("no worker is alive: start one with `headgate work`")
      }
      try await context.time.sleep(ms: Self.lookIntervalMs)
    }
  }
}
