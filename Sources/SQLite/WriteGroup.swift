/// Writes of one sort that are better done together: those that meet in one transaction are handed over at once, after
/// all that stands by itself, and cost SQLite one statement in place of one each.
package final class WriteGroup<Item: Sendable, Value: Sendable>: Sendable {
  let erased: ErasedWriteGroup

  /// - Parameter body: carries the items out, in a transaction, and returns what came of each. It may be run again
  ///   after what it did was undone, then perhaps with fewer items at once.
  package init(_ body: @escaping @Sendable ([Item], Connection) throws -> [Value]) {
    erased = ErasedWriteGroup { items, connection in
      try body(items.compactMap { $0 as? Item }, connection)
    }
  }
}

/// A group without its types, for a queue that holds the requests of many.
final class ErasedWriteGroup: Sendable {
  let run: @Sendable ([any Sendable], Connection) throws -> [any Sendable]

  init(_ run: @escaping @Sendable ([any Sendable], Connection) throws -> [any Sendable]) { self.run = run }
}
