import SQLite

extension SQLiteError {
  /// The rule of the schema that a statement broke, in the schema's words and without the prefixes.
  var ruleBroken: String {
    for prefix in ["headgate: ", "CHECK constraint failed: "] where message.hasPrefix(prefix) {
      return String(message.dropFirst(prefix.count))
    }
    return message
  }
}
