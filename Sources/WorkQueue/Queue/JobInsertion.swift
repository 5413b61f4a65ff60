/// A job as one SQL statement, for a transaction of the caller's own on the same database, by whatever library for
/// SQLite it uses. The schema's rules hold for it as for every other INSERT.
///
/// If the statement changes no row, the same job was there already.
public struct JobInsertion: Sendable, Equatable {
  /// A value to bind.
  public enum Value: Sendable, Equatable {
    /// NULL.
    case null
    /// A 64-bit integer.
    case integer(Int64)
    /// Text, in UTF-8.
    case text(String)
  }

  /// An INSERT with a `?` for each argument.
  public let sql: String
  /// In the order of the `?`.
  public let arguments: [Value]
}
