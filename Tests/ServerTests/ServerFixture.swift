import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Store
import Testing
import Workbench
@testable import Server

/// A workbench on an empty store in a folder of its own, which goes when the test lets go of it.
final class TestBench: Sendable {
    let folder: URL
    let bench: Workbench

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("covalence-server-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        bench = try await Workbench.opening(SQLiteStore.open(folder), analyzer: MeetingAnalyzer.bundled())
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// A server on it with its templates and styles, without other people's scripts.
    func server(assetsFolder: URL? = nil, heartbeat: Duration = .seconds(15), hub: LiveHub = LiveHub()) throws -> CovalenceServer {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return try CovalenceServer(configuration: .init(port: 0, assetsFolder: assetsFolder, heartbeat: heartbeat), bench: bench, hub: hub, logger: logger)
    }
}

extension HTTPField.Name {
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let fetchMode = HTTPField.Name("Sec-Fetch-Mode")!
    static let fetchDest = HTTPField.Name("Sec-Fetch-Dest")!
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let requestId = HTTPField.Name("X-Request-Id")!
}

/// Runs a server on a free port and asks it as a browser would: with its own name and port as the host.
struct RunningServer: Sendable {
    let port: Int
    let client: TestClient

    /// The whole answer; another host name only where the test is about that.
    func ask(
        _ path: String, _ method: HTTPRequest.Method = .get, headers: HTTPFields = [:], host: String? = nil, body: ByteBuffer? = nil
    ) async throws -> TestClient.Response {
        try await client.execute(TestClient.Request(path, method: method, authority: host ?? "127.0.0.1:\(port)", headers: headers, body: body))
    }

    /// Starts the server for the time of the test.
    static func run(_ app: some ApplicationProtocol, _ test: @escaping @Sendable (RunningServer) async throws -> Void) async throws {
        try await app.test(.live) { given in
            let port = try #require(given.port)
            // The server listens on 127.0.0.1 only.
            try await TestClient.withClient(host: "127.0.0.1", port: port) { client in
                try await test(RunningServer(port: port, client: client))
            }
        }
    }
}

extension TestClient.Response {
    var bytes: [UInt8] { body.map { Array($0.readableBytesView) } ?? [] }
    var text: String { String(decoding: bytes, as: UTF8.self) }
}
