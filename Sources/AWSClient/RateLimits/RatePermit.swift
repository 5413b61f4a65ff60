/// Leave to make one call; to be given back exactly once, with what the call came to.
package struct RatePermit: Sendable, Equatable {
  package let key: RateKey
  let grant: RateGrant
}
