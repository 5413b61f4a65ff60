/// What the database must know of a kind of job, so that its rules hold for whoever inserts.
public struct KindRule: Sendable, Equatable {
  /// The kind's name, such as `start-flow`.
  public let name: String
  /// Jobs with the same resource run one at a time, in order. Nil: this kind's jobs are in no order.
  public let resourcePrefix: String?
  /// The JSON path of what follows the prefix, such as `$.flowName`. Nil: the prefix is the resource.
  public let resourcePath: String?
  /// JSON paths that every payload must have.
  public let required: [String]
  /// Attempts before a job is dead, where the job does not say.
  public let maxAttempts: Int

  /// The rule of the kind `name`.
  public init(
    name: String, resourcePrefix: String? = nil, resourcePath: String? = nil, required: [String] = [],
    maxAttempts: Int = 20
  ) {
    self.name = name
    self.resourcePrefix = resourcePrefix
    self.resourcePath = resourcePath
    self.required = required
    self.maxAttempts = maxAttempts
  }
}
