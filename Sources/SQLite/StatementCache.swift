/// The prepared statements of a connection, found by their text.
///
/// A statement is mostly asked for by the very same constant, so it is looked up by where its text stands in memory
/// first: that costs a fraction of hashing some hundred bytes.
struct StatementCache {
  /// Where a text stands.
  private struct Place: Hashable {
    let address: UnsafeRawPointer
    let count: Int
  }

  private struct Found {
    /// Kept, so that nothing else can ever stand in its place.
    let text: String
    let statement: Statement
  }

  private var byPlace: [Place: Found] = [:]
  private var byText: [String: Statement] = [:]

  /// More distinct statements than the whole program has.
  private static let maxStatements = 256
  /// Shorter texts stand inside of their variable, and have no place of their own.
  private static let shortestPlaced = 16

  mutating func find(_ text: String) -> Statement? {
    let place = Self.place(of: text)
    if let place, let found = byPlace[place] { return found.statement }
    guard let statement = byText[text] else { return nil }
    if let place {
      if byPlace.count >= Self.maxStatements { byPlace.removeAll() }
      byPlace[place] = Found(text: text, statement: statement)
    }
    return statement
  }

  /// Keeps a statement, unless there is one with this text.
  mutating func keep(_ statement: Statement, for text: String) {
    guard byText[text] == nil else { return }
    if byText.count >= Self.maxStatements { removeAll() }
    byText[text] = statement
  }

  mutating func removeAll() {
    byPlace.removeAll()
    byText.removeAll()
  }

  private static func place(of text: String) -> Place? {
    guard text.utf8.count >= shortestPlaced else { return nil }
    return text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.baseAddress.map { Place(address: UnsafeRawPointer($0), count: bytes.count) }
    } ?? nil
  }
}
