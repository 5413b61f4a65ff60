/// Every bound of the AWS client, in one place.
package enum AWSLimits {
  /// From the first byte sent to the last byte received.
  package static let callTimeoutMs: Int64 = 60_000
  package static let connectTimeoutMs: Int64 = 5_000
  /// An answer larger than this is refused while it arrives.
  package static let maxResponseBytes = 16 * 1024 * 1024
  /// What libcurl reads in one go: most answers are shorter, and a thousand requests each have such a buffer.
  package static let receiveBufferBytes = 4_096
  /// Requests that wait or are under way in one transport.
  package static let maxRequestsInFlight = 8_192
  /// From so many requests under way the event loop waits before each turn, until several things have happened…
  package static let manyRequests = 256
  /// …for so long…
  package static let gatheringUs: UInt32 = 3_000
  /// …unless so many things have happened in the last one.
  package static let gatheredEvents = 32
  /// Idle connections that libcurl keeps for reuse.
  package static let maxIdleConnections = 2_048
  /// Easy handles that wait for their next request.
  package static let maxIdleHandles = 2_048
  /// Tries inside one call, for connection-level faults only.
  package static let maxTriesPerCall = 3
  /// Credentials that expire are fetched anew when less than this is left of them.
  package static let credentialsRefreshBeforeExpiryMs: Int64 = 10 * 60_000
  /// From here on one of those who ask fetches new ones, and the others go on with the old.
  package static let credentialsEarlyRefreshBeforeExpiryMs: Int64 = 15 * 60_000
  /// When that fails, it is not tried again before this.
  package static let credentialsEarlyRefreshPauseMs: Int64 = 60_000
  /// Credentials with more than this left are still used when newer ones cannot be had just now.
  package static let credentialsLastUseBeforeExpiryMs: Int64 = 60_000
  /// Roles whose credentials are remembered.
  package static let maxCachedRoles = 20_000
  /// Pages of one listing.
  package static let maxPages = 100
  /// What AppFlow's listings are asked for at a time: the most that they take.
  package static let itemsPerPage: Int64 = 100
  /// Of entities AppFlow gives up to 10,000 at a time, which would be a long wait.
  package static let entitiesPerPage: Int64 = 1_000
  package static let bucketsPerPage = 1_000
  /// Nesting of an XML answer.
  package static let maxXMLDepth = 32
  /// The first delay inside one call is at most this, the next at most twice as much, …
  package static let retryInCallBaseMs: Int64 = 50
  package static let retryInCallCapMs: Int64 = 1_000
  /// A service cannot make us wait longer than this.
  package static let maxRetryAfterMs: Int64 = 3_600_000
  package static let maxErrorCodeCharacters = 128
  package static let maxErrorMessageCharacters = 1_000
  /// A shorter text is not looked for in messages: it would be found in every other word.
  package static let minSecretBytes = 6
  /// Configuration files, tokens and the like.
  package static let maxConfigurationBytes = 1024 * 1024
  /// Profiles that refer to each other.
  package static let maxProfileChain = 16
  package static let credentialProcessTimeoutMs: Int64 = 60_000
  package static let maxCredentialProcessOutputBytes = 64 * 1024
  /// One request to an instance's metadata service.
  package static let instanceMetadataTimeoutMs: Int64 = 1_000
  package static let instanceMetadataTokenSeconds = 21_600
  /// One request to a container's credentials endpoint.
  package static let containerCredentialsTimeoutMs: Int64 = 2_000
  package static let containerCredentialsTries = 3
  package static let containerCredentialsPauseMs: Int64 = 1_000
  /// An instance's credentials that are old when they come are kept for the time of an early refresh and this.
  package static let instanceCredentialsExtensionMs: ClosedRange<Int64> = 120_000...600_000
  /// A JSON text that a person or a program hands in.
  package static let maxJSONTextBytes = 1024 * 1024
  /// Lists and objects within each other.
  package static let maxJSONDepth = 64

  /// A clock that differs by less than this from the service's is not what made a signature wrong.
  package static let notableSkewMs: Int64 = 60_000
}
