/// What a catalog lists.
public struct CatalogListing: Sendable, Hashable {
  /// In AWS's order.
  public let items: [CatalogItem]
  /// False if AWS has more than is fetched at once: 100 pages.
  public let isComplete: Bool
}
