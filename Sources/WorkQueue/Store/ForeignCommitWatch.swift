/// Tells of other processes' commits until it is stopped, or until nobody holds it any more.
package protocol ForeignCommitWatch: Sendable {
  func stop()
}
