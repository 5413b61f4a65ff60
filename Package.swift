// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
  name: "headgate",
  products: [
    .library(name: "WorkQueue", targets: ["WorkQueue"]),
    .library(name: "Headgate", targets: ["Headgate"]),
    .executable(name: "headgate", targets: ["HeadgateCommand"]),
  ],
  traits: [
    .trait(name: "Server", description: "HTTP servers on libmicrohttpd: the sandbox, the operator's API."),
    .trait(name: "Postgres", description: "A store in PostgreSQL, on libpq, for workers on many hosts."),
    .default(enabledTraits: []),
  ],
  targets: [
    // Debian's libsqlite3-dev.
    .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(name: "CCurl"),
    .systemLibrary(
      name: "CMicrohttpd", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),

    .target(name: "TimeAndChance", swiftSettings: settings),
    .target(name: "SQLite", dependencies: ["CSQLite", "TimeAndChance"], swiftSettings: settings),
    .target(
      name: "WorkQueue", dependencies: ["SQLite", "TimeAndChance"],
      resources: [.embedInCode("schema.sql")], swiftSettings: settings),
    .target(name: "AWSClient", dependencies: ["CCurl", "TimeAndChance"], swiftSettings: settings),
    .target(
      name: "Headgate", dependencies: ["WorkQueue", "AWSClient", "SQLite", "TimeAndChance"],
      swiftSettings: settings),
    .target(
      name: "AWSSandbox", dependencies: ["AWSClient", "TimeAndChance"], swiftSettings: settings),
    .target(
      name: "HTTPServer",
      dependencies: [.target(name: "CMicrohttpd", condition: .when(traits: ["Server"]))],
      swiftSettings: settings),
    .target(
      name: "SandboxServer", dependencies: ["HTTPServer", "AWSSandbox", "AWSClient"],
      swiftSettings: settings),
    .executableTarget(
      name: "HeadgateCommand",
      dependencies: [
        "Headgate", "WorkQueue", "AWSClient", "AWSSandbox", "SQLite", "TimeAndChance",
        .target(name: "HTTPServer", condition: .when(traits: ["Server"])),
        .target(name: "SandboxServer", condition: .when(traits: ["Server"])),
      ],
      resources: [
        .embedInCode("Demo/Example/tenants.csv"),
        .embedInCode("Demo/Example/sandbox.json"),
        .embedInCode("Demo/Example/mended.json"),
        .embedInCode("Demo/Example/template.json"),
        .embedInCode("Demo/Example/01-assume-role.json"),
        .embedInCode("Demo/Example/02-put-bucket-policy.json"),
        .embedInCode("Demo/Example/03-create-connector-profile.json"),
        .embedInCode("Demo/Example/04-create-flow.json"),
        .embedInCode("Demo/Example/05-start-flow.json"),
      ], swiftSettings: settings),

    // What scripts/bench measures.
    .executableTarget(
      name: "HeadgateBench",
      dependencies: ["Headgate", "WorkQueue", "AWSClient", "SQLite", "TimeAndChance"],
      path: "Benchmarks/headgate", swiftSettings: settings),

    .target(
      name: "TestSupport", dependencies: ["WorkQueue", "SQLite", "TimeAndChance"],
      path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(
      name: "TimeAndChanceTests", dependencies: ["TimeAndChance"], swiftSettings: settings),
    .testTarget(
      name: "SQLiteTests", dependencies: ["SQLite", "TestSupport", "TimeAndChance"], swiftSettings: settings),
    // A worker process that tests start, and kill.
    .executableTarget(
      name: "QueueTestWorker", dependencies: ["WorkQueue", "SQLite", "TimeAndChance"],
      path: "Tests/QueueTestWorker", swiftSettings: settings),
    .testTarget(
      name: "WorkQueueTests",
      dependencies: ["WorkQueue", "SQLite", "TimeAndChance", "TestSupport", "QueueTestWorker"],
      exclude: ["OldSchemas", "Costs/cost-limits.json"], swiftSettings: settings),
    .testTarget(
      name: "AWSClientTests", dependencies: ["AWSClient", "TimeAndChance", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "AWSSandboxTests", dependencies: ["AWSSandbox", "AWSClient", "TimeAndChance", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "SandboxServerTests",
      dependencies: [
        "SandboxServer", "HTTPServer", "AWSSandbox", "AWSClient", "Headgate", "HeadgateCommand",
        "TestSupport", "TimeAndChance",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "HeadgateTests",
      dependencies: [
        "Headgate", "WorkQueue", "AWSClient", "AWSSandbox", "SQLite", "TimeAndChance", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "HeadgateCommandTests",
      dependencies: [
        "HeadgateCommand", "WorkQueue", "AWSClient", "AWSSandbox", "SQLite", "TimeAndChance", "TestSupport",
      ],
      swiftSettings: settings),
  ]
)
