/// Takes a permit before each call, and tells the limiter what the call came to. It is made per account:
/// a request says which service and Region it is for, but not whose account its credentials lead into.
package struct RateLimitedCaller: AWSCalling {
  private let caller: any AWSCalling
  private let limiter: RateLimiter
  private let account: String

  /// - Parameter account: whose rate the calls count against: an account's number, or `RateKey.ownAccount`.
  package init(_ caller: any AWSCalling, limiter: RateLimiter, account: String) {
    self.caller = caller
    self.limiter = limiter
    self.account = account
  }

  package func call(
    _ request: AWSRequest, as provider: any CredentialsProvider, observe: @Sendable (CallRecord) -> Void
  ) async throws(AWSError) -> AWSResponse {
    let permits = try await permits(for: request)
    do throws(AWSError) {
      let response = try await caller.call(request, as: provider, observe: observe)
      for permit in permits { limiter.release(permit, .accepted) }
      return response
    } catch {
      for permit in permits { limiter.release(permit, RateSignal(error, to: request)) }
      throw error
    }
  }

  private func permits(for request: AWSRequest) async throws(AWSError) -> [RatePermit] {
    var permits: [RatePermit] = []
    for key in RateKey.keys(for: request, account: account) {
      do throws(RateRefusal) {
        permits.append(try await limiter.acquire(key))
      } catch {
        for permit in permits { limiter.release(permit, .unknown) }
        throw AWSError(error, at: key, to: request)
      }
    }
    return permits
  }
}
