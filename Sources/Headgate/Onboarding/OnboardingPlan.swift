/// Everything that a file of tenants and a template come to. Either all of it is sound, or there is no plan.
package struct OnboardingPlan: Sendable {
  package let tenants: [TenantSettings]
  /// By tenant in the order of the file, and each after those that it waits for.
  package let jobs: [PlannedJob]
  /// What may be a mistake but need not be one.
  package let warnings: [OnboardingProblem]

  /// - Throws: everything that is wrong, by file, line and field.
  package static func make(_ table: TenantTable, template: Template) throws(OnboardingError) -> OnboardingPlan
  {
    var planner = OnboardingPlanner(table: table, template: template)
    planner.run()
    guard planner.problems.isEmpty else { throw OnboardingError(planner.problems) }
    return OnboardingPlan(tenants: planner.tenants, jobs: planner.jobs, warnings: planner.warnings)
  }
}
