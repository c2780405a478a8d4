import CoreMetrics
public import Covalence
public import Foundation
import HTTPTypes
public import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
public import NIOSSL
public import Operations
public import ServiceLifecycle
public import SignIn
import Store
public import Workbench

/// The web server: serves the pages, stops cleanly.
public struct CovalenceServer: Sendable {
    /// How a server is set up.
    public struct Configuration: Sendable {
        /// 1 to 65535, or 0 for a free one.
        public var port: Int
        /// Where the set-up unpacked htmx and ECharts; nil where it did not.
        public var assetsFolder: URL?
        /// Between signs of life on a stream of events.
        public var heartbeat: Duration
        /// The address to listen on; this machine's own unless said otherwise.
        public var listen: String
        /// Names, proxies, encryption.
        public var surroundings: Surroundings
        /// Certificate and key, where we encrypt connections ourselves.
        public var tls: TLSConfiguration?
        /// The workspace of the demo, which lets in whoever sits at this machine.
        public var demo: Identifier<Workspace>?
        /// Where people may sign in besides; nil for nowhere.
        public var provider: OpenIDProvider?
        /// What the button for it says.
        public var providerName = "your company’s account"
        /// Sends mail; nil where no mail server is set up.
        public var post: Post?
        /// How long slow clients are waited for.
        public var patience = Patience()
        /// Where figures are kept; nil where nobody asked for any.
        public var metrics: MetricRegistry?
        /// Lets in to the figures from anywhere; nil for this machine only.
        public var metricsToken: String?
        /// Where the store is, to see whether its disk has room; nil where it is elsewhere.
        public var storeFolder: URL?
        /// Bytes that should stay free on that disk.
        public var diskReserve = 200 << 20
        /// How the server stops.
        public var stop = StopPlan()
        /// How many requests of the API are carried out.
        public var apiLimits = APILimits()

        /// The defaults: port 8080 of this machine, a sign of life every 15 seconds.
        public init(
            port: Int = 8080, assetsFolder: URL? = nil, heartbeat: Duration = .seconds(15), listen: String = "127.0.0.1",
            surroundings: Surroundings = Surroundings(), tls: TLSConfiguration? = nil, demo: Identifier<Workspace>? = nil
        ) {
            self.listen = listen
            self.surroundings = surroundings
            self.tls = tls
            self.demo = demo
            self.port = port
            self.assetsFolder = assetsFolder
            self.heartbeat = heartbeat
        }
    }

    /// Events to the pages.
    let hub: LiveHub
    /// Open streams of events.
    let streams = StreamPlaces()
    private let benches: Workbenches
    private let configuration: Configuration
    private let logger: Logger
    private let server: HTTPServerBuilder
    private let connections: ConnectionLedger
    let phase = ServerPhase()
    let renderer: Renderer
    let assets: AssetLibrary

    /// Loads templates and assets.
    ///
    /// - Throws: where a template is missing or broken, saying which.
    public init(configuration: Configuration, benches: Workbenches, logger: Logger) throws {
        try self.init(configuration: configuration, benches: benches, hub: LiveHub(), logger: logger)
    }

    init(configuration: Configuration, benches: Workbenches, hub: LiveHub, logger: Logger) throws {
        self.configuration = configuration
        self.benches = benches
        self.hub = hub
        self.logger = logger
        assets = AssetLibrary(own: AssetLibrary.bundledFiles(), thirdPartyFolder: configuration.assetsFolder, logger: logger)
        let patience = configuration.patience.exempting(configuration.surroundings.trustedProxies)
        let connections = ConnectionLedger(patience)
        self.connections = connections
        let http = HTTPServerBuilder.http1(configuration: HTTP1Channel.Configuration(
            additionalChannelHandlers: [PatienceHandler(patience, connections)],
            httpDecoderConfiguration: .init(maxHeaderFieldSize: 32 << 10, maxHeaderListSize: 64 << 10, maxHeaderFieldCount: 200)
        ))
        server = if let tls = configuration.tls { try .tls(http, tlsConfiguration: tls) } else { http }
        renderer = try Renderer(templates: Renderer.bundledTemplates(), assets: assets)
    }

    /// Serves until SIGINT or SIGTERM, or until the task is cancelled; then lets open requests end, within the limit of the plan.
    ///
    /// - Parameters:
    ///   - services: what runs beside it; told to stop after the last request has ended.
    ///   - onBound: told the address once the server listens, such as `http://127.0.0.1:8080`.
    public func run(beside services: [any Service] = [], onBound: @escaping @Sendable (String) async -> Void) async throws {
        let application = application(onBound: onBound)
        try await GracefulStop(plan: configuration.stop, phase: phase, logger: logger).run(services + [application])
    }

    /// The server as an application, for running it among other services and for tests.
    public func application(onBound: @escaping @Sendable (String) async -> Void = { _ in }) -> some ApplicationProtocol {
        let port = BoundPort()
        let scheme = configuration.tls == nil ? "http" : "https"
        // Listening everywhere, this machine's own name is one that is answered to.
        let name = ["0.0.0.0", "::"].contains(configuration.listen) ? "127.0.0.1"
            : configuration.listen.contains(":") ? "[\(configuration.listen)]" : configuration.listen
        return Application(
            router: router(port: port),
            server: server,
            configuration: ApplicationConfiguration(address: .hostname(configuration.listen, port: configuration.port), serverName: "covalence"),
            onServerRunning: { channel in
                port.value = channel.localAddress?.port
                await onBound("\(scheme)://\(name):\(port.value ?? 0)")
            },
            logger: logger
        )
    }

    func router(port: BoundPort) -> Router<ServerContext> {
        let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
        // Outermost first: headers go on every answer, error pages among them.
        router.add(middleware: RequestIdentity(trustedProxies: configuration.surroundings.trustedProxies))
        if RequestSpans.areTold { router.add(middleware: RequestSpans()) }
        router.add(middleware: RequestLog())
        router.add(middleware: SecurityHeaders(isSecure: configuration.surroundings.hasTLS))
        router.add(middleware: ErrorPages(renderer: renderer))
        router.add(middleware: HostGuard(port: port, surroundings: configuration.surroundings))
        router.add(middleware: APIGate(benches: benches, limiter: RateLimiter(configuration.apiLimits)))
        router.add(middleware: SessionGate(benches: benches, demo: configuration.demo))
        // Once more inside, where it is known who asks: the page has their menu.
        router.add(middleware: ErrorPages(renderer: renderer))
        router.add(middleware: FormGuard())
        router.get("/assets/:hash/:name") { [assets] request, context in
            try assets.respond(
                hash: context.parameters.require("hash"),
                name: context.parameters.require("name"),
                to: request
            )
        }
        let jobs = JobWatch(hub: hub), uploads = UploadWatch(hub: hub)
        router.get("/live/:topic") { [hub, configuration] _, context in
            let asked = try context.parameters.require("topic")
            guard let topic = LiveTopic.asked(asked, try context.bench.workspace.id, try context.visitor) else { throw PageError.notFound }
            if asked == "jobs" { await jobs.begin(topic, try context.bench, try context.visitor) }
            if let token = LiveTopic.uploadToken(asked) { await uploads.begin(topic, token: token, try context.bench, try context.visitor) }
            return EventStreamResponse(hub: hub, topic: topic, heartbeat: configuration.heartbeat).respond()
        }
        let readiness = Readiness(phase: phase, benches: benches, folder: configuration.storeFolder, reserve: configuration.diskReserve)
        probes(readiness).addRoutes(to: router)
        let site = Site(benches: benches, renderer: renderer, assets: assets, logger: logger,
            doctor: benches.quickDoctor(folder: configuration.storeFolder, reserve: configuration.diskReserve, assets: configuration.assetsFolder), readiness: readiness,
            post: configuration.post, provider: configuration.provider.map { ProviderDoor(provider: $0, name: configuration.providerName) },
            streams: streams, heartbeat: configuration.heartbeat)
        site.addRoutes(to: router)
        APIService(site: site).addRoutes(to: router)
        Task { [benches] in
            for workspace in try await benches.workspaces() { await site.listLines.makeNewest(in: try await benches.bench(of: workspace.id)) }
        }
        return router
    }

    private func probes(_ readiness: Readiness) -> ProbeRoutes {
        ProbeRoutes(
            readiness: readiness,
            access: MetricsAccess(token: configuration.metricsToken),
            metrics: configuration.metrics,
            collect: { [hub, connections, benches] metrics in
                Meter(label: "covalence_event_streams").set(await hub.watching)
                Meter(label: "covalence_connections").set(connections.count)
                // Where the store does not answer, the figures of before stay, and `covalence_ready` says why.
                let counts = await Readiness.answer(within: Readiness.patience) { try await benches.jobCounts() }
                for (state, count) in counts ?? [:] {
                    Meter(label: "covalence_jobs", dimensions: [("state", state.rawValue)], factory: metrics).set(count)
                }
            }
        )
    }
}
