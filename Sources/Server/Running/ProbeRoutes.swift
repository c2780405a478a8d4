import CoreMetrics
import HTTPTypes
import Hummingbird
import NIOCore
import Operations

/// What load balancers and Prometheus ask. Outside the door, so that they say no more than they must.
struct ProbeRoutes: Sendable {
    let readiness: Readiness
    let access: MetricsAccess
    let metrics: MetricRegistry?
    /// Sets figures that are read off just now.
    let collect: @Sendable (MetricRegistry) async -> Void

    /// Paths that anybody may ask for, by any name: a load balancer asks by address.
    static func isProbe(_ path: String) -> Bool { path == "/health" || path == "/ready" || path == "/metrics" }

    func addRoutes(to router: Router<ServerContext>) {
        router.get("/health") { _, _ in Self.plain("ok\n") }
        router.get("/ready") { [readiness] _, _ in
            await readiness.isReady() ? Self.plain("ready\n") : Self.plain("not ready\n", .serviceUnavailable)
        }
        router.get("/metrics") { [self] request, context in
            guard let metrics, access.allows(request, context) else { throw PageError.notFound }
            // At once, so that a store that does not answer is waited for once.
            async let isReady = readiness.isReady()
            await collect(metrics)
            Meter(label: "covalence_ready").set(await isReady ? 1 : 0)
            ProcessFigures.now().record(in: metrics)
            return Self.plain(metrics.exposition(), type: MetricRegistry.contentType)
        }
    }

    private static func plain(_ text: String, _ status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8") -> Response {
        Response(status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
