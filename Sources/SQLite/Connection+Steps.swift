import CSQLite

extension Connection {
  /// How many instructions SQLite's virtual machine carries out for `body`: a cost that does not depend on what else
  /// the machine does.
  package func countingSteps(_ body: () throws -> Void) rethrows -> Int {
    let counter = StepCounter()
    // The counter outlives the handler, which is taken away before this function returns.
    sqlite3_progress_handler(
      handle, 1,
      { context in
        guard let context else { return 0 }
        Unmanaged<StepCounter>.fromOpaque(context).takeUnretainedValue().count += 1
        return 0
      }, Unmanaged.passUnretained(counter).toOpaque())
    defer { sqlite3_progress_handler(handle, 0, nil, nil) }
    try withExtendedLifetime(counter) { try body() }
    return counter.count
  }

  private final class StepCounter {
    var count = 0
  }
}
