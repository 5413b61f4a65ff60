import AWSClient

/// Makes the plan: checks the columns once, then each row by itself.
struct OnboardingPlanner {
  private let table: TenantTable
  private let template: Template
  /// Columns whose values no file has to hold, whether the template uses them or not.
  private let secretColumns: [ColumnName]
  private(set) var tenants: [TenantSettings] = []
  private(set) var jobs: [PlannedJob] = []
  private(set) var warnings: [OnboardingProblem] = []
  private(set) var problems: [OnboardingProblem] = []
  /// Where each tenant's name stood first.
  private var lineOfTenant: [String: Int] = [:]

  private static let required = ["tenant", "role_arn", "external_id", "region"].map(ColumnName.init)
  private static let secretNames = Set(SecretNames.all.map(ColumnName.init))
  private static let accountID = ColumnName("AccountId")

  init(table: TenantTable, template: Template) {
    self.table = table
    self.template = template
    secretColumns = table.columns.filter { Self.secretNames.contains($0) }
  }

  mutating func run() {
    checkColumns()
    checkVariables()
    guard problems.isEmpty else { return }
    for row in table.rows where problems.count <= OnboardingLimits.maxProblems { plan(row) }
  }

  private mutating func checkColumns() {
    for column in Self.required where !table.columns.contains(column) {
      let hint = NearestName.of(column.written, among: table.columns.map(\.written))
      problems.append(
        OnboardingProblem(
          file: table.file, field: column.written,
          message: "the column is missing" + (hint.map { "; is it the one named '\($0)'?" } ?? "")))
    }
    if table.columns.contains(Self.accountID) {
      problems.append(
        OnboardingProblem(
          file: table.file, field: Self.accountID.written,
          message:
            "the column has the name of a built-in variable, which comes from role_arn; rename or remove it"))
    }
  }

  private mutating func checkVariables() {
    let builtIn = Template.builtInVariables.map(ColumnName.init)
    let known = builtIn + table.columns.filter { !builtIn.contains($0) }
    for step in template.steps {
      for use in step.text.uses where !known.contains(use.name) {
        let names = known.map(\.written)
        let hint = NearestName.of(use.name.written, among: names).map { "did you mean ${\($0)}? " } ?? ""
        problems.append(
          OnboardingProblem(
            file: step.file, line: use.line,
            message: "${\(use.name)} is neither a column of \(table.file) nor built in; "
              + "\(hint)known: \(names.joined(separator: ", "))"))
      }
    }
  }

  private mutating func plan(_ row: TenantTable.Row) {
    for column in secretColumns where !Redactor.isHarmless(row.values[column] ?? "") {
      refuse(
        row, column.written,
        "holds a secret in plain text; write a reference instead, such as "
          + "{{resolve:secretsmanager:NAME:SecretString:KEY}}")
    }
    guard let tenant = tenant(row) else { return }
    if let first = lineOfTenant.updateValue(row.line, forKey: tenant.name) {
      lineOfTenant[tenant.name] = first
      return refuse(
        row, "tenant", "'\(tenant.name)' stands already in line \(first); expected each tenant once")
    }
    for warning in tenant.warnings {
      warnings.append(OnboardingProblem(file: table.file, line: row.line, field: "region", message: warning))
    }
    tenants.append(tenant)
    let values = row.values.merging(builtIn(tenant)) { $1 }
    for step in template.steps { plan(step, tenant, values, row) }
  }

  private mutating func tenant(_ row: TenantTable.Row) -> TenantSettings? {
    func value(_ name: String) -> String { row.values[ColumnName(name)] ?? "" }
    let result = TenantSettings.validate(
      name: value("tenant"), roleARN: value("role_arn"), externalID: value("external_id"),
      region: value("region"), mode: value("mode"), maxRunning: value("max_running"))
    switch result {
    case .success(let tenant): return tenant
    case .failure(let error):
      for problem in error.problems { refuse(row, problem.field, problem.message) }
      return nil
    }
  }

  private func builtIn(_ tenant: TenantSettings) -> [ColumnName: String] {
    [
      ColumnName("Tenant"): tenant.name, ColumnName("RoleArn"): tenant.roleARN.text,
      ColumnName("ExternalId"): tenant.externalID, ColumnName("Region"): tenant.region,
      Self.accountID: tenant.accountID,
    ]
  }

  private mutating func plan(
    _ step: TemplateStep, _ tenant: TenantSettings, _ values: [ColumnName: String], _ row: TenantTable.Row
  ) {
    let payload: String
    do {
      payload = try step.text.render { values[$0] }
    } catch {
      return refuse(row, error.name.written, "is missing; \(step.file) uses it")
    }
    do {
      let resource = try PayloadValidator.validate(kind: step.kind, payload: payload).resource
      let after = template.steps.filter { step.after.contains($0.name) }
      jobs.append(
        PlannedJob(
          tenant: tenant.name, kind: step.kind, idempotencyKey: template.idempotencyKey(of: step),
          payload: payload, resource: resource, after: after.map(template.idempotencyKey(of:))))
    } catch {
      for violation in error.violations {
        refuse(row, "\(step.file): \(violation.path.isEmpty ? "payload" : violation.path)", violation.message)
      }
    }
  }

  private mutating func refuse(_ row: TenantTable.Row, _ field: String, _ message: String) {
    problems.append(OnboardingProblem(file: table.file, line: row.line, field: field, message: message))
  }
}
