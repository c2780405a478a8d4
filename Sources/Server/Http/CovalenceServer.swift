public import Foundation
import HTTPTypes
public import Hummingbird
public import Logging
import NIOCore
import ServiceLifecycle
public import Workbench

/// The web server: listens on this machine only, serves the pages, stops cleanly.
public struct CovalenceServer: Sendable {
    /// How a server is set up.
    public struct Configuration: Sendable {
        /// 1 to 65535, or 0 for a free one.
        public var port: Int
        /// Where the set-up unpacked htmx and ECharts; nil where it did not.
        public var assetsFolder: URL?
        /// Between signs of life on a stream of events.
        public var heartbeat: Duration

        /// The defaults: port 8080, a sign of life every 15 seconds.
        public init(port: Int = 8080, assetsFolder: URL? = nil, heartbeat: Duration = .seconds(15)) {
            self.port = port
            self.assetsFolder = assetsFolder
            self.heartbeat = heartbeat
        }
    }

    /// Events to the pages.
    let hub: LiveHub
    private let bench: Workbench
    private let configuration: Configuration
    private let logger: Logger
    let renderer: Renderer
    let assets: AssetLibrary

    /// Loads templates and assets.
    ///
    /// - Throws: where a template is missing or broken, saying which.
    public init(configuration: Configuration, bench: Workbench, logger: Logger) throws {
        try self.init(configuration: configuration, bench: bench, hub: LiveHub(), logger: logger)
    }

    init(configuration: Configuration, bench: Workbench, hub: LiveHub, logger: Logger) throws {
        self.configuration = configuration
        self.bench = bench
        self.hub = hub
        self.logger = logger
        assets = AssetLibrary(own: AssetLibrary.bundledFiles(), thirdPartyFolder: configuration.assetsFolder, logger: logger)
        renderer = try Renderer(templates: Renderer.bundledTemplates(), assets: assets)
    }

    /// Serves until SIGINT or SIGTERM, or until the task is cancelled; then lets open requests end.
    ///
    /// - Parameter onBound: told the address once the server listens, such as `http://127.0.0.1:8080`.
    public func run(onBound: @escaping @Sendable (String) async -> Void) async throws {
        try await application(onBound: onBound).runService()
    }

    /// The server as an application, for running it among other services and for tests.
    public func application(onBound: @escaping @Sendable (String) async -> Void = { _ in }) -> some ApplicationProtocol {
        let port = BoundPort()
        return Application(
            router: router(port: port),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: configuration.port), serverName: "covalence"),
            onServerRunning: { channel in
                port.value = channel.localAddress?.port
                await onBound("http://127.0.0.1:\(port.value ?? 0)")
            },
            logger: logger
        )
    }

    func router(port: BoundPort) -> Router<ServerContext> {
        let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
        // Outermost first: headers go on every answer, error pages among them.
        router.add(middleware: SecurityHeaders())
        router.add(middleware: RequestLog())
        router.add(middleware: ErrorPages(renderer: renderer))
        router.add(middleware: LoopbackGuard(port: port))
        router.get("/assets/:hash/:name") { [assets] request, context in
            try assets.respond(
                hash: context.parameters.require("hash"),
                name: context.parameters.require("name"),
                to: request
            )
        }
        router.get("/live/:topic") { [hub, configuration] _, context in
            try EventStreamResponse(hub: hub, topic: context.parameters.require("topic"), heartbeat: configuration.heartbeat).respond()
        }
        let site = Site(bench: bench, renderer: renderer, assets: assets, hub: hub, logger: logger)
        site.addRoutes(to: router)
        Task { await site.listLines.makeNewest() }
        return router
    }
}
