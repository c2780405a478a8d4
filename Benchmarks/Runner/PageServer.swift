import Covalence
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Server
import SignIn
import Store
import Workbench

/// A server with its templates on a store in a folder of its own, and an administrator who asks it for pages: the whole way of a request.
struct PageServer {
    let folder: URL
    let records: any RecordStore
    let benches: Workbenches
    let bench: Workbench
    private let cookie: String

    /// Opens an empty store.
    static func open() async throws -> PageServer {
        let folder = FileManager.default.temporaryDirectory.appending(path: "covalence-benchmark-\(UUID().uuidString)")
        let records = try await SQLiteStore.open(folder)
        let analyzer = try MeetingAnalyzer.bundled()
        let first = try await Workbench.opening(records, analyzer: analyzer)
        let benches = Workbenches(records, analyzer: analyzer)
        let bench = try await benches.bench(of: first.workspace.id)
        let store = try await records.workspace(bench.workspace.id), now = Workbench.clock()
        let member = Member(id: .make(at: now), name: "Benchmark", address: "benchmark@norrvik.example", role: .administrator, state: .active, createdAt: now)
        try await store.add(member, token: nil)
        let token = SecretToken.make()
        try await store.add(Session(
            id: .make(at: now), hash: Data(token.digest.bytes), member: member.id, madeAt: now, lastUsedAt: now, expiresAt: now.advanced(by: 86_400_000), origin: "127.0.0.1",
            browser: "benchmark"
        ))
        return PageServer(folder: folder, records: records, benches: benches, bench: bench, cookie: "covalence=\(bench.workspace.id).\(token.text)")
    }

    /// Closes the store and removes it.
    func close() async throws {
        try await records.close()
        try FileManager.default.removeItem(at: folder)
    }

    /// What is asked for while the server runs.
    struct Client: Sendable {
        fileprivate let port: Int
        fileprivate let cookie: String

        /// The page, as a browser would ask for it, over a connection of its own: the server closes those on which nothing comes.
        ///
        /// - Returns: its bytes.
        @discardableResult
        func page(_ path: String) async throws -> Int {
            try await TestClient.withClient(host: "127.0.0.1", port: port, configuration: .init(timeout: .seconds(120))) { client in
                let answer = try await client.execute(TestClient.Request(path, method: .get, authority: "127.0.0.1:\(port)", headers: [.cookie: cookie], body: nil))
                guard answer.status == .ok else { throw StoreError.refused("The server answers \(answer.status) to \(path).") }
                return answer.body?.readableBytes ?? 0
            }
        }
    }

    /// Runs the server on a free port of this machine.
    func run<Result: Sendable>(_ work: @escaping @Sendable (Client) async throws -> Result) async throws -> Result {
        var logger = Logger(label: "benchmark")
        logger.logLevel = .critical
        let server = try CovalenceServer(configuration: .init(port: 0), benches: benches, logger: logger)
        return try await server.application().test(.live) { [cookie] given in
            guard let port = given.port else { throw StoreError.refused("The server has no port.") }
            return try await work(Client(port: port, cookie: cookie))
        }
    }
}
