import CoreMetrics
import HTTPTypes
import Hummingbird
import Synchronization

/// Counts requests, by route and not by address: the number of series stays small.
final class RequestFigures: Sendable {
    /// What makes a series.
    private struct Kind: Hashable {
        var method: String
        var route: String
        /// The first digit of the status; 0 where there was no answer.
        var hundreds: Int
    }

    private struct Series {
        var count: Counter
        var time: CoreMetrics.Timer
    }

    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    private let inFlight = Meter(label: "covalence_http_requests_in_flight")
    /// Series that were asked for before: as many as there are routes, times few.
    private let known = Mutex<[Kind: Series]>([:])

    /// The method, where it is one of HTTP's; anything that somebody makes up is `other`.
    static func method(_ request: Request) -> String {
        let method = request.method.rawValue
        return methods.contains(method) ? method : "other"
    }

    func began() { inFlight.increment() }

    func ended() { inFlight.decrement() }

    /// - Parameter status: nil where there was no answer: whoever asked has gone.
    func answered(_ request: Request, route: String?, status: Int?, after time: Duration) {
        let kind = Kind(method: Self.method(request), route: route ?? "none", hundreds: (status ?? 0) / 100)
        let series = known.withLock { known in
            if let series = known[kind] { return series }
            let series = Self.series(kind)
            known[kind] = series
            return series
        }
        series.count.increment()
        series.time.recordNanoseconds(time.nanoseconds)
    }

    private static func series(_ kind: Kind) -> Series {
        let status = kind.hundreds == 0 ? "none" : "\(kind.hundreds)xx"
        return Series(
            count: Counter(label: "covalence_http_requests_total", dimensions: [("method", kind.method), ("route", kind.route), ("status", status)]),
            time: CoreMetrics.Timer(label: "covalence_http_request_duration_seconds", dimensions: [("route", kind.route)])
        )
    }
}

extension Duration {
    /// Rounded down; a duration of more than 292 years does not occur.
    var nanoseconds: Int64 { components.seconds &* 1_000_000_000 &+ components.attoseconds / 1_000_000_000 }
}
