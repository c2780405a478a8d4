// swift-tools-version: 6.2
import PackageDescription

/// The settings every target of ours is built with: Swift 6, warnings as errors, and the upcoming features of docs/architecture.md.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// For what counts and searches in long loops, which every test that reads a meeting goes through: without it the tests of the workbench take three
/// times as long.
let fastInDebug: [SwiftSetting] = settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
    name: "covalence",
    products: [
        .executable(name: "covalence", targets: ["CovalenceCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        // Its YAML reads JSON too; what reads YAML is Yams, which is here anyway.
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", exact: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
    ],
    targets: [
        // The domain: values and pure functions. Foundation only, no I/O.
        .target(name: "Covalence", swiftSettings: settings),

        // Frameworks: they import Covalence, never one another.
        .target(
            name: "MeetingInteraction",
            dependencies: ["Covalence"],
            path: "Sources/Frameworks/MeetingInteraction",
            swiftSettings: settings
        ),
        .target(
            name: "StrategicSelling",
            dependencies: ["Covalence"],
            path: "Sources/Frameworks/StrategicSelling",
            swiftSettings: settings
        ),

        // Text to acts, codes, languages, vectors.
        .target(
            name: "Language",
            dependencies: ["Covalence", "CMemory", "COpenVINO", "CNeighbours", "CVectors", .product(name: "Yams", package: "Yams")],
            resources: [.copy("Resources/Models"), .copy("Resources/Lexicons"), .copy("Resources/Codebooks")],
            swiftSettings: fastInDebug
        ),

        // OpenVINO's C library, opened only when it is used.
        .target(name: "COpenVINO", path: "Sources/C/COpenVINO", cSettings: [.unsafeFlags(["-O2"])]),

        // What the system is told about memory.
        .target(name: "CMemory", path: "Sources/C/CMemory"),

        // Sums of products over rows of bytes.
        .target(name: "CVectors", path: "Sources/C/CVectors", cSettings: [.unsafeFlags(["-O3"])]),

        // Neighbours among many rows: hnswlib, which is headers only (libhnswlib-dev).
        .target(name: "CNeighbours", path: "Sources/C/CNeighbours", cxxSettings: [.unsafeFlags(["-O3"])]),

        // Libraries of Debian's, read from Swift.
        .systemLibrary(name: "CGMime", path: "Sources/C/CGMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
        .systemLibrary(name: "CLibical", path: "Sources/C/CLibical", pkgConfig: "libical", providers: [.apt(["libical-dev"])]),
        .systemLibrary(name: "CQREncode", path: "Sources/C/CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CLibPQ", path: "Sources/C/CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

        // PostgreSQL: connections, statements, notifications.
        .target(name: "Postgres", dependencies: ["CLibPQ", .product(name: "Logging", package: "swift-log")], swiftSettings: settings),

        // Files in and out.
        .target(name: "Formats", dependencies: ["Covalence", "CGMime", "CLibical"], swiftSettings: settings),

        // Proving who somebody is: passwords, one-time codes, OpenID Connect; and mail out.
        .target(
            name: "SignIn",
            dependencies: [
                "CQREncode",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings
        ),

        // Running it: settings, logs, metrics.
        .target(
            name: "Operations",
            dependencies: [
                "CMemory",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings
        ),

        // Calls to addresses that others chose: signed, guarded, within limits. Knows no other target of ours.
        .target(
            name: "Webhooks",
            dependencies: [
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings
        ),

        // Record, ledger and files on disk.
        .target(
            name: "Store",
            dependencies: [
                "Covalence", "Postgres",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),

        // What a user can do.
        .target(
            name: "Workbench",
            dependencies: [
                "Covalence", "MeetingInteraction", "Language", "Formats", "Operations", "SignIn", "Store", "StrategicSelling", "Webhooks",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            resources: [.copy("Resources/Demo")],
            swiftSettings: settings
        ),

        // The pages.
        .target(
            name: "Server",
            dependencies: [
                "Covalence", "MeetingInteraction", "Language", "Formats", "Operations", "SignIn", "Store", "StrategicSelling", "Workbench",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            resources: [.copy("Resources/templates"), .copy("Resources/public")],
            swiftSettings: settings
        ),

        .executableTarget(
            name: "CovalenceCommand",
            dependencies: [
                "Covalence", "MeetingInteraction", "Language", "Formats", "Operations", "SignIn", "Store", "StrategicSelling", "Webhooks", "Workbench", "Server",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),

        // Comparisons that print tables; built only when asked for.
        .executableTarget(
            name: "covalence-benchmarks",
            dependencies: [
                "Covalence", "MeetingInteraction", "StrategicSelling", "Language", "Formats", "Server", "SignIn", "Store", "Workbench",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Benchmarks/Runner",
            swiftSettings: settings
        ),

        .testTarget(name: "CovalenceTests", dependencies: ["Covalence"], swiftSettings: settings),
        .testTarget(
            name: "SignInTests",
            dependencies: [
                "SignIn",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OperationsTests",
            dependencies: ["Operations", .product(name: "CoreMetrics", package: "swift-metrics"), .product(name: "Logging", package: "swift-log")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WebhooksTests",
            dependencies: [
                "Webhooks",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "PostgresTests",
            dependencies: ["Postgres", "StoreTesting", .product(name: "Logging", package: "swift-log")],
            swiftSettings: settings
        ),
        .testTarget(name: "FormatsTests", dependencies: ["Covalence", "Formats"], swiftSettings: settings),
        .testTarget(
            name: "LanguageTests",
            dependencies: ["Covalence", "Language"],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(name: "LexiconTests", dependencies: ["Covalence", "Language"], swiftSettings: settings),
        .testTarget(
            name: "MeetingInteractionTests",
            dependencies: ["Covalence", "Language", "MeetingInteraction"],
            swiftSettings: settings
        ),
        .testTarget(name: "StrategicSellingTests", dependencies: ["Covalence", "StrategicSelling"], swiftSettings: settings),
        // The store of a test, on the engine that is asked for.
        .target(
            name: "StoreTesting",
            dependencies: ["Postgres", "Store", .product(name: "Logging", package: "swift-log")],
            path: "Tests/StoreTesting",
            swiftSettings: settings
        ),
        // Writes meetings until it is killed; StoreTests looks at what it left.
        .executableTarget(
            name: "StoreCrashWriter",
            dependencies: ["Covalence", "Store", "StoreTesting"],
            path: "Tests/StoreCrashWriter",
            swiftSettings: settings
        ),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "Covalence", "Postgres", "Store", "StoreCrashWriter", "StoreTesting",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Covalence", "MeetingInteraction", "Operations", "Server", "SignIn", "Store", "StrategicSelling", "StoreTesting", "Webhooks", "Workbench",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: settings
        ),
        .testTarget(name: "CommandTests", dependencies: ["CovalenceCommand"], swiftSettings: settings),
        .testTarget(
            name: "WorkbenchTests",
            dependencies: [
                "Covalence", "MeetingInteraction", "Language", "Formats", "SignIn", "Store", "StrategicSelling", "StoreTesting", "Webhooks", "Workbench",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
    ],
    cxxLanguageStandard: .cxx17
)
