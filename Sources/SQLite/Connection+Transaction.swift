extension Connection {
  /// Runs `body` in one transaction that takes the write lock at once (BEGIN IMMEDIATE), so that it cannot fail
  /// half-way for want of the lock. An error undoes all of it.
  package func transaction<T>(_ body: (Connection) throws -> T) throws -> T {
    try beginImmediate()
    do {
      let result = try body(self)
      try run("COMMIT")
      return result
    } catch {
      if isInTransaction { _ = try? run("ROLLBACK") }
      throw error
    }
  }

  /// Runs `body` on one snapshot of the database.
  package func snapshot<T>(_ body: (Connection) throws -> T) throws -> T {
    try run("BEGIN")
    defer { if isInTransaction { _ = try? run("COMMIT") } }
    return try body(self)
  }
}
