import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Synchronization
@testable import Server

/// A browser without scripts: keeps cookies, and sends forms with the token of the page that was opened last.
final class Visit: Sendable {
    let server: RunningServer
    private let jar = Mutex<[String: String]>([:])
    private let token = Mutex("")

    init(_ server: RunningServer) { self.server = server }

    func cookie(_ name: String) -> String? { jar.withLock { $0[name] } }

    func open(_ path: String) async throws -> TestClient.Response {
        keep(try await server.askPlainly(path, .get, headers: [.accept: "text/html", .cookie: sent]))
    }

    func send(_ path: String, _ fields: [(String, String)], headers: HTTPFields = [:]) async throws -> TestClient.Response {
        let form = UseTests.fields(fields + [("csrf", token.withLock { $0 })])
        return keep(try await server.askPlainly(path, .post, headers: form.0.merging([.accept: "text/html", .cookie: sent]).merging(headers), body: form.1))
    }

    private var sent: String { jar.withLock { $0.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") } }

    private func keep(_ answer: TestClient.Response) -> TestClient.Response {
        for header in answer.headers[values: .setCookie] {
            let pair = header.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            jar.withLock { $0[pair[0]] = header.contains("Max-Age=0") ? nil : pair[1] }
        }
        if let place = answer.text.range(of: "name=\"csrf\" value=\"") {
            let found = String(answer.text[place.upperBound...].prefix { $0 != "\"" })
            token.withLock { $0 = found }
        }
        return answer
    }
}
