package import WorkQueue

extension KindDefinition {
  /// The kind as the queue knows it.
  package var rule: KindRule {
    KindRule(
      name: kind, resourcePrefix: resourcePrefix, resourcePath: resourceField,
      required: requiredFields.map { "$.\($0)" })
  }
}
