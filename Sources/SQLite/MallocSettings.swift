import CSQLite

/// What SQLite's way of using memory asks of malloc.
package enum MallocSettings {
  private static let keptBytes: Int32 = 4 << 20
  private static let growthBytes: Int32 = 512 << 10

  /// A statement with triggers keeps a copy of each page that it changes, in some thousand small pieces, until it ends.
  /// malloc would give them back to the kernel each time, and get the memory anew, page by page, for the next statement.
  ///
  /// This concerns the whole process, so only a program calls it, never a library: at its start.
  package static func keepFreedMemory() {
    mallopt(M_TRIM_THRESHOLD, keptBytes)
    mallopt(M_TOP_PAD, growthBytes)
  }
}
