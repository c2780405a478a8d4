import Covalence
import CoreMetrics
import Foundation
import HTTPTypes
import Logging
import NIOCore
import Operations
import Testing
@testable import Server
@testable import Workbench

@Suite("What programs that use the API leave behind")
struct LogOfProgramsTests {
    private static let mark = "Quagzimtorple"
    /// In what is stored before.
    private static let stored = ["Halden", "Mikko", "Eeva", "kickoff", "Monitoring", "Brunavik", "norrvik.example"]

    @Test("every endpoint is asked with a token, and with bodies that reach what it does: no word, name, query or token is in the log or among the figures")
    func everyEndpoint() async throws {
        let world = try await APIShapeTests.World()
        let sink = LogSink.memory(), registry = MetricRegistry()
        let logger = Logger(label: "test") { _ in LineLogHandler(format: .json, level: .debug, sink: sink) }
        let server = try world.bench.server(logger: logger, limits: APILimits(perToken: 100_000, perAddress: 100_000)) { $0.metrics = registry }
        let counts = Counts()
        // What takes things away comes last.
        let endpoints = Endpoint.all.sorted { Self.rank($0) < Self.rank($1) }
        try await withMetricsFactory(registry) {
            try await RunningServer.run(server.application(), as: nil) { running in
                let program = APIClient(server: running, secret: world.secret)
                for endpoint in endpoints {
                    for isNamed in [true, false] {
                        let answer = try await program.ask(endpoint.method, Self.path(endpoint, world, isNamed: isNamed), Self.body(endpoint), headers: Self.headers(endpoint))
                        await counts.add(endpoint.method, answer.status)
                    }
                }
                var stranger = program
                stranger.secret = "cvl_\(Self.mark)"
                for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete] {
                    let answer = try await stranger.ask(method, "/meetings/\(Self.mark)", method == .get ? nil : "{\"name\": \"\(Self.mark)\"", headers: [.userAgent: Self.mark])
                    await counts.add(method, answer.status)
                }
            }
        }
        let lines = sink.lines
        for line in lines {
            for word in [Self.mark, world.secret] + Self.stored { #expect(!line.lowercased().contains(word.lowercased()), "\(word): \(line)") }
        }
        for word in [Self.mark, world.secret] + Self.stored { #expect(!registry.exposition().lowercased().contains(word.lowercased()), "\(word)") }
        let all = await counts.all
        #expect(lines.filter { $0.contains("\"message\":\"request\"") }.count == all)
        // Each kind of request came as far as doing something.
        for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete] { #expect(await counts.done(method) > 0, "\(method)") }
        #expect(await counts.done(.get) > 30)
    }

    private static func rank(_ endpoint: Endpoint) -> Int {
        switch endpoint.method {
        case .get: 0
        case .patch, .put: 1
        case .post: 2
        default: 3
        }
    }

    private static func path(_ endpoint: Endpoint, _ world: APIShapeTests.World, isNamed: Bool) -> String {
        let parts = endpoint.path.split(separator: "/")
        let id = parts.first.flatMap { world.ids[String($0)] } ?? APIWalkTests.someID
        let path = parts.map { part in
            switch part {
            case "{purpose}": "analysis"
            case "{table}": "findings"
            default: part.hasPrefix("{") ? (isNamed ? id : mark) : String(part)
            }
        }.joined(separator: "/")
        let pairs = endpoint.parameters.filter { $0.place == .query && ($0.isRequired || !isNamed) }.map { parameter in
            switch value(parameter.schema) {
            case .integer(let number): "\(parameter.name)=\(number)"
            case .text(let text): "\(parameter.name)=\(text)"
            default: "\(parameter.name)=\(mark)"
            }
        }
        return "/" + path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }

    private static func headers(_ endpoint: Endpoint) -> HTTPFields {
        var headers: HTTPFields = [.userAgent: mark, .ifMatch: "\"1\""]
        headers[.requestId] = mark
        if endpoint.takesKey { headers[HTTPField.Name("Idempotency-Key")!] = mark }
        if case .stream(let types) = endpoint.input { headers[.contentType] = types.first == "*/*" ? "application/octet-stream" : types.first }
        return headers
    }

    private static func body(_ endpoint: Endpoint) throws -> String? {
        switch endpoint.input {
        case .none: nil
        case .json(let schema): String(decoding: try JSONEncoder().encode(value(schema)), as: UTF8.self)
        case .stream: "{\"text\": \"\(mark)\"}\n"
        }
    }

    /// Something of this shape, with the mark wherever a text may stand.
    private static func value(_ schema: Schema) -> JSONValue {
        switch schema.form {
        case .text(let range): .text(range.upperBound < mark.count ? String(mark.prefix(range.upperBound)) : mark)
        case .id: .text(APIWalkTests.someID)
        case .time: "2026-03-04T09:30:00Z"
        case .day: "2026-03-04"
        case .choice(let words): .text(words[0])
        case .integer(let range): .integer(range.lowerBound)
        case .number: 1
        case .boolean: true
        case .list(let item, let most): most > 0 ? .list([value(item)]) : .list([])
        case .object(let fields): .object(fields.filter { $0.isRequired || isWords($0.schema) }.map { .init(name: $0.name, value: value($0.schema)) })
        case .map(let item): .object([.init(name: mark, value: value(item))])
        case .anything: .text(mark)
        }
    }

    private static func isWords(_ schema: Schema) -> Bool { if case .text = schema.form { true } else { false } }

    private actor Counts {
        private(set) var all = 0
        private var well: [HTTPRequest.Method: Int] = [:]

        func add(_ method: HTTPRequest.Method, _ status: Int) {
            all += 1
            if (200..<300).contains(status) { well[method, default: 0] += 1 }
        }

        func done(_ method: HTTPRequest.Method) -> Int { well[method] ?? 0 }
    }
}
