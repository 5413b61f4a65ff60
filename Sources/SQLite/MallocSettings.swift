import CSQLite

/// What malloc is told about the way in which a worker uses memory.
package enum MallocSettings {
  private static let keptBytes: Int32 = 4 << 20
  private static let growthBytes: Int32 = 512 << 10
  private static let maxHeaps: Int32 = 6

  /// A statement with triggers keeps a copy of each page that it changes, in some thousand small pieces, until it ends.
  /// malloc would give them back to the kernel each time, and get the memory anew, page by page, for the next statement.
  ///
  /// Left to itself, it also makes a heap for each thread, and what one thread has taken and another one frees, as the
  /// tasks of a worker do all the time, is of no use to the others: a thousand jobs in flight took a sixth more memory,
  /// and ever more. With fewer than six, the writer, libcurl's loop and the tasks waited for each other's.
  ///
  /// This concerns the whole process, so only a program calls it, never a library: at its start.
  package static func set() {
    mallopt(M_TRIM_THRESHOLD, keptBytes)
    mallopt(M_TOP_PAD, growthBytes)
    mallopt(M_ARENA_MAX, maxHeaps)
  }
}
