import WorkQueue

/// What the commands about one schedule share.
enum ScheduleParameters {
  static let name = Argument.required("NAME", .text("NAME"), "the schedule")

  static func expect(_ name: String, _ queue: JobQueue) async throws {
    guard try await queue.schedules().contains(where: { $0.name == name }) else {
      throw CommandError.failed("there is no schedule '\(name)'", hint: "`headgate schedule list` shows all")
    }
  }
}
