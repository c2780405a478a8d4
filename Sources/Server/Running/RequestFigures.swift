import CoreMetrics
import HTTPTypes
import Hummingbird

/// Counts requests, by route and not by address: the number of series stays small.
enum RequestFigures {
    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    /// The method, where it is one of HTTP's; anything that somebody makes up is `other`.
    static func method(_ request: Request) -> String {
        let method = request.method.rawValue
        return methods.contains(method) ? method : "other"
    }

    static func began() { Meter(label: "covalence_http_requests_in_flight").increment() }

    static func ended() { Meter(label: "covalence_http_requests_in_flight").decrement() }

    /// - Parameter status: nil where there was no answer: whoever asked has gone.
    static func answered(_ request: Request, route: String?, status: Int?, after time: Duration) {
        let route = route ?? "none"
        let kind = status.map { "\($0 / 100)xx" } ?? "none"
        Counter(label: "covalence_http_requests_total", dimensions: [("method", method(request)), ("route", route), ("status", kind)]).increment()
        CoreMetrics.Timer(label: "covalence_http_request_duration_seconds", dimensions: [("route", route)]).recordNanoseconds(time.nanoseconds)
    }
}

extension Duration {
    /// Rounded down; a duration of more than 292 years does not occur.
    var nanoseconds: Int64 { components.seconds &* 1_000_000_000 &+ components.attoseconds / 1_000_000_000 }
}
