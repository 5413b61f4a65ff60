import FoundationEssentials
import Headgate
import TimeAndChance

/// How the items of a catalog are printed: AWS's own members as JSON, one object a line; or a table for people.
struct CatalogOutput {
  let context: CommandContext

  /// - Parameter row: a cell for each of the table's columns.
  func print(
    _ listing: CatalogListing, nothing: String, _ columns: [Table.Column],
    row: (CatalogItem) -> [StyledText]
  ) {
    print(listing.items, nothing: nothing, columns, row: row)
    if !listing.isComplete {
      context.console.err.line(
        "\("there is more:", .warning) these are the first \(Format.count(listing.items.count))")
    }
  }

  func print(
    _ items: [CatalogItem], nothing: String, _ columns: [Table.Column], row: (CatalogItem) -> [StyledText]
  ) {
    if context.json {
      for item in items { context.console.out.json(OrderedJSON.raw(item.json)) }
      return
    }
    var table = Table(columns)
    for item in items { table.add(row: row(item)) }
    table.print(to: context.console.out)
    if items.isEmpty { context.console.err.line("\(nothing)") }
  }

  /// The first of the texts that is there, or a dash.
  static func text(_ texts: String?...) -> StyledText {
    "\(texts.lazy.compactMap(\.self).first { !$0.isEmpty } ?? "–")"
  }

  static func texts(_ texts: [String]) -> StyledText { text(texts.joined(separator: ", ")) }

  static func yes(_ flag: Bool?) -> StyledText {
    switch flag {
    case true: "yes"
    case false: "no"
    default: "–"
    }
  }

  /// `4 m ago`.
  func age(_ item: CatalogItem, _ member: String) -> StyledText {
    guard let date = item.date(member) else { return "–" }
    return "\(Format.age(Int64((date.timeIntervalSince1970 * 1_000).rounded()), nowMs: context.time.nowMs()))"
  }

  /// `2026-11-22T10:00:00.000Z`.
  static func timestamp(_ item: CatalogItem, _ member: String) -> StyledText {
    guard let date = item.date(member) else { return "–" }
    return "\(Format.timestamp(Int64((date.timeIntervalSince1970 * 1_000).rounded())))"
  }

  /// The status of a flow, a run or a connection, in its colour.
  static func status(_ status: String?) -> StyledText {
    let style: Style =
      switch status {
      case "Active", "Successful", "CREATED": .good
      case "Errored", "Error", "FAILED": .bad
      case "Suspended", "Deprecated", "CancelStarted", "Canceled": .warning
      case "InProgress", "PENDING": .active
      default: .plain
      }
    return "\(status ?? "–", style)"
  }
}
