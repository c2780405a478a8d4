import HTTPTypes
import Hummingbird
import InMemoryTracing
import HummingbirdTesting
import Testing
import Tracing
@testable import Server
@testable import Workbench

@Suite("Traces")
struct SpanTests {
    @Test("a request, the door of its use case and its reads are spans of one trace, without words")
    func spans() async throws {
        let bench = try await TestBench()
        let tracer = InMemoryTracer()
        try await withTracer(tracer) {
            try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
                _ = try await server.ask("/meetings?q=Quagzimtorple")
            }
        }
        let spans = tracer.finishedSpans
        let request = try #require(spans.first { $0.operationName == "GET /meetings" })
        #expect(request.attributes["http.response.status_code"]?.toSpanAttribute() == 200)
        #expect(request.attributes["http.route"]?.toSpanAttribute() == "/meetings")
        // The server makes the lines of its lists at the start, in traces of their own.
        #expect(spans.contains { $0.operationName == "admit meeting.list" && $0.traceID == request.traceID })
        let reads = spans.filter { $0.operationName == "store read" && $0.traceID == request.traceID }
        #expect(!reads.isEmpty)
        for span in spans { #expect(!"\(span.operationName) \(span.attributes)".contains("Quagzimtorple")) }
    }
}
