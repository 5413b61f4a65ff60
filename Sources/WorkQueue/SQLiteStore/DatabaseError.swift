/// Why a database cannot be used. The description is for people.
public struct DatabaseError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is the matter.
  public enum Reason: Sendable, Equatable {
    /// There is no such file.
    case missing
    /// A file, but no queue of Headgate's.
    case notOurs
    /// Made by a newer version of Headgate.
    case newer
    /// Made by an older version; preparing it brings it up to date.
    case older
    /// The file or its folder cannot be written to.
    case readOnly
    /// The disk is full.
    case full
    /// Another process kept the write lock for longer than anybody waits.
    case busy
    /// What the file holds is not sound.
    case damaged
    /// The file cannot be opened or read.
    case inaccessible
    /// Anything else; the description says it.
    case other
  }

  /// What is the matter.
  public let reason: Reason
  /// One sentence: which file, what was expected, what to do.
  public let description: String

  package init(_ reason: Reason, _ description: String) {
    self.reason = reason
    self.description = description
  }
}
