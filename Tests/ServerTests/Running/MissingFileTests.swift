import Covalence
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import Operations
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("A file that a node does not find")
struct MissingFileTests {
    private static let words = "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Anna>Good morning to all of you.\n\n00:00:05.000 --> 00:00:08.000\n<v Ben>And to you.\n"

    @Test("is no “not found”: page, API and log say what to do; the log alone says where; what was erased is not found")
    func told() async throws {
        let bench = try await TestBench()
        let token = try await bench.token()
        let item = try await bench.bench.keepTranscript(Data(Self.words.utf8), named: "a.vtt", details: ImportDetails(), by: .owner)
        guard case .imported(let meeting, _, _) = try await bench.bench.importTranscript(item, missingConsent: .goOn, by: .owner) else { throw CancellationError() }
        try FileManager.default.removeItem(at: try #require(bench.bench.records.files.url(of: item.file.hash)))
        let sink = LogSink.memory()
        let logger = Logger(label: "test") { _ in LineLogHandler(format: .json, level: .info, sink: sink) }
        let folder = bench.bench.records.files.folder.path
        try await RunningServer.run(try bench.server(logger: logger).application(), as: bench.ticket) { server in
            let page = try await server.ask("/meetings/\(meeting.id)/original")
            #expect(page.status == .serviceUnavailable)
            #expect(page.text.contains("A file is not there") && page.text.contains("covalence doctor") && !page.text.contains(folder))
            var program = server
            program.ticket = nil
            let client = APIClient(server: program, secret: token.secret)
            let reply = try await client.ask(.get, "/meetings/\(meeting.id)/original")
            #expect(reply.status == 503 && reply.problem == "file-missing", "\(reply.response.text)")
            #expect(reply.response.text.contains("covalence doctor") && !reply.response.text.contains(folder))
            let lines = sink.lines.filter { $0.contains("\(item.file.hash)") }
            #expect(lines.count == 2 && lines.allSatisfy { $0.contains(#""level":"error""#) && $0.contains("covalence doctor") && $0.contains(#""folder":"#) }, "\(lines)")
            try await bench.bench.erase(meeting.id, by: .owner)
            #expect(try await server.ask("/meetings/\(meeting.id)/original").status == .notFound)
        }
    }
}
