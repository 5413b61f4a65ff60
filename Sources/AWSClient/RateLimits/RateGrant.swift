/// What must be known of a permit when its call ends.
package struct RateGrant: Sendable, Equatable {
  /// The bucket held it up: more could have been called than was.
  let hasWaited: Bool
  /// How often the rate had been slowed down by then.
  let slowdowns: Int
}
