import Covalence
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import SignIn
import Store
import StoreTesting
import Testing
import Webhooks
@testable import Workbench
@testable import Server

/// A workbench on an empty store in a folder of its own, which goes when the test lets go of it. An administrator is signed in.
final class TestBench: Sendable {
    /// Loaded once: it takes its time.
    private static let analyzer = Result { try MeetingAnalyzer.bundled() }

    let folder: URL
    let benches: Workbenches
    let bench: Workbench
    /// The administrator’s session, as the cookie holds it.
    let ticket: String

    init(isSetUp: Bool = true) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("covalence-server-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let records = try await TestStore.open(folder)
        let analyzer = try Self.analyzer.get()
        let first = try await Workbench.opening(records, analyzer: analyzer)
        // Passwords are hashed lightly: how hard it is to try them through is tested elsewhere.
        let parameters = try #require(ScryptParameters(costLog2: 4, blockSize: 1, parallelism: 1))
        benches = Workbenches(records, analyzer: analyzer, doorkeeper: Doorkeeper(hasher: PasswordHasher(parameters: parameters)), outward: try Self.outward())
        bench = try await benches.bench(of: first.workspace.id)
        ticket = isSetUp ? try await Self.signIn(bench, "you", .administrator) : ""
    }

    /// Webhooks may go to this machine, with a key that is known.
    private static func outward() throws -> WebhookDesk {
        WebhookDesk(keeper: SecretKeeper(key: Data(repeating: 7, count: 32)), calls: WebhookCalls(guarding: try AddressGuard(allowing: "127.0.0.1")))
    }

    /// Adds a member and begins a session for them.
    static func signIn(_ bench: Workbench, _ name: String, _ role: Role) async throws -> String {
        let time = Workbench.clock()
        let member = Member(id: .make(at: time), name: name, address: "\(name)@norrvik.example", role: role, state: .active, createdAt: time)
        try await bench.store.add(member, token: nil)
        let token = SecretToken.make()
        try await bench.store.add(Session(
            id: .make(at: time), hash: Data(token.digest.bytes), member: member.id, madeAt: time, lastUsedAt: time,
            expiresAt: time.advanced(by: 3_600_000), origin: "127.0.0.1", browser: "test"
        ))
        return SessionTicket(bench.workspace.id, token).text
    }

    deinit { TestStore.remove(folder) }

    /// A server on it with its templates and styles, without other people's scripts.
    func server(
        assetsFolder: URL? = nil, heartbeat: Duration = .seconds(15), hub: LiveHub = LiveHub(), surroundings: Surroundings = Surroundings(),
        demo: Identifier<Workspace>? = nil, post: Post? = nil, logger given: Logger? = nil, limits: APILimits = APILimits(),
        _ change: (inout CovalenceServer.Configuration) -> Void = { _ in }
    ) throws -> CovalenceServer {
        var quiet = Logger(label: "test")
        quiet.logLevel = .critical
        let logger = given ?? quiet
        var configuration = CovalenceServer.Configuration(port: 0, assetsFolder: assetsFolder, heartbeat: heartbeat, surroundings: surroundings, demo: demo)
        configuration.post = post
        configuration.apiLimits = limits
        change(&configuration)
        return try CovalenceServer(configuration: configuration, benches: benches, hub: hub, logger: logger)
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
    /// The session that requests come with; nil for nobody.
    var ticket: String?

    /// The whole answer; another host name only where the test is about that. Comes with the session and its form token.
    func ask(
        _ path: String, _ method: HTTPRequest.Method = .get, headers: HTTPFields = [:], host: String? = nil, body: ByteBuffer? = nil
    ) async throws -> TestClient.Response {
        var headers = headers
        if let ticket, headers[.cookie] == nil {
            headers[.cookie] = "covalence=\(ticket)"
            if method == .post { headers[.formToken] = FormToken(of: ticket).text }
        }
        return try await askPlainly(path, method, headers: headers, host: host, body: body)
    }

    /// The whole answer to a request with nothing of ours added.
    func askPlainly(
        _ path: String, _ method: HTTPRequest.Method = .get, headers: HTTPFields = [:], host: String? = nil, body: ByteBuffer? = nil
    ) async throws -> TestClient.Response {
        try await client.execute(TestClient.Request(path, method: method, authority: host ?? "127.0.0.1:\(port)", headers: headers, body: body))
    }

    /// Starts the server for the time of the test.
    static func run(_ app: some ApplicationProtocol, as ticket: String?, _ test: @escaping @Sendable (RunningServer) async throws -> Void) async throws {
        try await app.test(.live) { given in
            let port = try #require(given.port)
            // The server listens on 127.0.0.1 only.
            try await TestClient.withClient(host: "127.0.0.1", port: port) { client in
                try await test(RunningServer(port: port, client: client, ticket: ticket))
            }
        }
    }
}

extension TestClient.Response {
    var bytes: [UInt8] { body.map { Array($0.readableBytesView) } ?? [] }
    var text: String { String(decoding: bytes, as: UTF8.self) }
}
