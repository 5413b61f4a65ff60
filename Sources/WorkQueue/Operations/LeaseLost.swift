/// The job is under somebody else's lease by now.
public struct LeaseLost: Error, Sendable {}
