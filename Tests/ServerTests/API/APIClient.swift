import Covalence
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Store
import Testing
@testable import Server
@testable import Workbench

/// A program that uses the API with a token, for tests.
struct APIClient: Sendable {
    let server: RunningServer
    var secret: String?

    func ask(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, headers: HTTPFields = [:], root: String = APIPath.root
    ) async throws -> APIReply {
        var headers = headers
        if let secret, headers[.authorization] == nil { headers[.authorization] = "Bearer \(secret)" }
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        let response = try await server.askPlainly(root + path, method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        return APIReply(response)
    }

    /// Changes something as it is now: looks at it first, and hands its tag back.
    ///
    /// - Parameter look: where it is looked at; where it is changed if not given.
    func change(_ method: HTTPRequest.Method, _ path: String, _ body: String, seeing look: String? = nil, headers: HTTPFields = [:]) async throws -> APIReply {
        var headers = headers
        headers[.ifMatch] = try await ask(.get, look ?? path).header("ETag")
        return try await ask(method, path, body, headers: headers)
    }
}

/// An answer of the API.
struct APIReply: Sendable {
    let response: TestClient.Response
    /// The body; null where it is empty or no JSON.
    let json: JSONValue

    init(_ response: TestClient.Response) {
        self.response = response
        json = (try? JSONText.read(response.bytes)) ?? .null
    }

    var status: Int { response.status.code }
    func header(_ name: String) -> String? { response.headers[HTTPField.Name(name)!] }
    /// The end of the problem’s type.
    var problem: String? { json["type"]?.string.map { String($0.dropFirst("urn:covalence:problem:".count)) } }
    /// Where the errors are.
    var places: [String] { (json["errors"]?.items ?? []).compactMap { $0["pointer"]?.string ?? $0["parameter"]?.string } }
}

extension TestBench {
    /// A member with a token; all scopes unless said otherwise.
    func token(
        _ name: String = "program", _ role: Role = .administrator, scopes: Set<TokenScope>? = nil, in other: Workbench? = nil
    ) async throws -> (secret: String, member: Identifier<Member>, id: Identifier<APIToken>) {
        let bench = other ?? self.bench, time = Workbench.clock()
        let member = Member(id: .make(at: time), name: name, address: "\(name)@norrvik.example", role: role, state: .active, createdAt: time)
        try await bench.store.add(member, token: nil)
        let possible = Set(TokenScope.allCases.filter { scope in role.permissions.contains { $0.scope == scope } })
        let made = try await bench.makeToken(TokenDraft(name: name, scopes: scopes ?? possible), for: member.id, by: .owner)
        return (made.secret.text, member.id, made.token.id)
    }

    /// Runs a server and asks it with a token.
    func program(
        limits: APILimits = APILimits(perToken: 100_000, perAddress: 100_000), secret: String?, _ test: @escaping @Sendable (APIClient) async throws -> Void
    ) async throws {
        try await RunningServer.run(try server(limits: limits).application(), as: nil) { try await test(APIClient(server: $0, secret: secret)) }
    }
}
