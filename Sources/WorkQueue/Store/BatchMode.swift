/// How the jobs of a batch stand or fall.
package enum BatchMode: Sendable {
  /// Each by itself.
  case each
  /// All of them, or none.
  case allOrNone
  /// None: only to see what would come of them.
  case trial
}
