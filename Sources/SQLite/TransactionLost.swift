/// SQLite undid the open transaction by itself.
struct TransactionLost: Error, Sendable, CustomStringConvertible {
  var description: String { "SQLite undid the open transaction; nothing of it was written" }
}
