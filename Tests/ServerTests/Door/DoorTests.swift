import Covalence
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignIn
import Store
import Testing
@testable import Server
@testable import Workbench

/// Setting up, signing in and out, invitations, new passwords, one's own account: over HTTP, without scripts.
@Suite struct DoorTests {
    static let password = "heron lamp gravel tuesday"

    /// Sets the workspace up and gives back the signed-in browser of the first administrator.
    func setUp(_ bench: TestBench, _ server: RunningServer) async throws -> Visit {
        let token = try await bench.bench.beginFirstSetUp(by: .owner).text
        let visit = Visit(server)
        #expect(try await visit.open("/set-up?token=\(token)").status == .ok)
        let done = try await visit.send("/set-up", Self.setUpFields(token))
        #expect(done.status == .seeOther, "\(done.text)")
        return visit
    }

    static func setUpFields(_ token: String, address: String = "Ines@Norrvik.example", again: String = password) -> [(String, String)] {
        [
            ("token", token), ("workspace", "Norrvik sales"), ("own", "Norrvik, Norrvik AB"), ("domains", "Norrvik.example"), ("policy", "leave-out-words-of-those-who-refused"), ("name", "Ines Dahl"),
            ("address", address), ("password", password), ("again", again),
        ]
    }

    static func signInFields(_ address: String = "ines@norrvik.example", _ password: String = password, to: String = "/", code: String? = nil) -> [(String, String)] {
        [("address", address), ("password", password), ("to", to)] + (code.map { [("code", $0)] } ?? [])
    }

    @Test func theFirstStartSetsUpTheFirstAdministratorOnce() async throws {
        let bench = try await TestBench(isSetUp: false)
        try await RunningServer.run(bench.server().application(), as: nil) { (server: RunningServer) async throws -> Void in
            #expect(try await server.ask("/sign-in").text.contains("Open the link that Covalence printed"))
            let token = try await bench.bench.beginFirstSetUp(by: .owner).text
            let visit = Visit(server)
            #expect(try await visit.open("/set-up?token=nonsense").status == .gone)
            let form = try await visit.open("/set-up?token=\(token)")
            #expect(form.status == .ok)
            // What is not right is said beside its field, what was typed is kept, and the link still works.
            let differing = try await visit.send("/set-up", Self.setUpFields(token, again: "another one entirely"))
            #expect(differing.status == .unprocessableContent)
            #expect(differing.text.contains("are not the same") && differing.text.contains("value=\"Norrvik sales\"") && !differing.text.contains(Self.password))
            let injected = try await visit.send("/set-up", Self.setUpFields(token, address: "a@b.example\r\nBcc: c@d.example"))
            #expect(injected.status == .unprocessableContent)
            let done = try await visit.send("/set-up", Self.setUpFields(token))
            #expect(done.status == .seeOther)
            let cookie = try #require(done.headers[values: .setCookie].first { $0.hasPrefix("covalence=") })
            #expect(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax") && cookie.contains("; Path=/") && !cookie.contains("Domain"))
            #expect(try await visit.open("/").text.contains("Ines Dahl"))
            #expect(bench.bench.workspace.name == "Norrvik sales")
            #expect(bench.bench.settings.own == OwnCompany(names: ["Norrvik", "Norrvik AB"], mailDomains: ["norrvik.example"]))
            #expect(bench.bench.settings.privacy.withoutEverybodysConsent == .leaveOutWords)
            // The link is used.
            let other = Visit(server)
            #expect(try await other.open("/set-up?token=\(token)").status == .conflict)
            _ = try await other.open("/sign-in")
            #expect(try await other.send("/set-up", Self.setUpFields(token)).status == .conflict)
        }
    }

    @Test func signingInAndOut() async throws {
        let bench = try await TestBench(isSetUp: false)
        try await RunningServer.run(bench.server().application(), as: nil) { (server: RunningServer) async throws -> Void in
            _ = try await setUp(bench, server)
            let visit = Visit(server)
            #expect(try await visit.open("/waiting").headers[.location] == "/sign-in?to=%2Fwaiting")
            let page = try await visit.open("/sign-in?to=%2Fwaiting")
            #expect(page.text.contains("name=\"to\" value=\"/waiting\"") && !page.text.contains("name=\"workspace\""))
            // The same words for an address nobody has and a password that is wrong.
            let wrong = try await visit.send("/sign-in", Self.signInFields("ines@norrvik.example", "not the password"))
            let unknown = try await visit.send("/sign-in", Self.signInFields("nobody@norrvik.example"))
            #expect(wrong.status == .unprocessableContent && unknown.status == .unprocessableContent)
            #expect(wrong.text.replacingOccurrences(of: "ines@", with: "nobody@") == unknown.text)
            #expect(wrong.headers[values: .setCookie].allSatisfy { !$0.hasPrefix("covalence=") })
            let inside = try await visit.send("/sign-in", Self.signInFields(to: "/waiting"))
            #expect(inside.status == .seeOther && inside.headers[.location] == "/waiting")
            #expect(try await visit.open("/waiting").status == .ok)
            let stolen = try #require(visit.cookie("covalence"))
            #expect(try await visit.send("/sign-out", []).headers[.location] == "/sign-in")
            #expect(visit.cookie("covalence") == nil)
            let thief = try await server.askPlainly("/waiting", headers: [.accept: "text/html", .cookie: "covalence=\(stolen)"])
            #expect(thief.status == .seeOther)
        }
    }

    @Test(arguments: ["//evil.example/", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
    func signingInLeadsNowhereElse(to: String) async throws {
        let bench = try await TestBench(isSetUp: false)
        try await RunningServer.run(bench.server().application(), as: nil) { (server: RunningServer) async throws -> Void in
            _ = try await setUp(bench, server)
            let visit = Visit(server)
            #expect(try await visit.open("/sign-in?to=\(QueryText.encode(to))").text.contains("evil") == false)
            #expect(try await visit.send("/sign-in", Self.signInFields(to: to)).headers[.location] == "/")
        }
    }

    @Test func whoeverGuessesWaits() async throws {
        let bench = try await TestBench(isSetUp: false)
        try await RunningServer.run(bench.server().application(), as: nil) { (server: RunningServer) async throws -> Void in
            _ = try await setUp(bench, server)
            let visit = Visit(server)
            _ = try await visit.open("/sign-in")
            // Empty passwords cannot be right, and cost no hashing.
            for _ in 1...6 { #expect(try await visit.send("/sign-in", Self.signInFields("ines@norrvik.example", "")).status == .unprocessableContent) }
            let waits = try await visit.send("/sign-in", Self.signInFields())
            #expect(waits.status == .tooManyRequests)
            #expect(try #require(Int(waits.headers[.retryAfter] ?? "")) >= 1)
        }
    }

    @Test func anInvitationIsUsedOnce() async throws {
        let bench = try await TestBench(isSetUp: false)
        try await RunningServer.run(bench.server().application(), as: nil) { (server: RunningServer) async throws -> Void in
            _ = try await setUp(bench, server)
            let link = try await bench.bench.invite(name: "Jo Berg", address: "jo@norrvik.example", role: .salesperson, by: .owner)
            let (first, second) = (Visit(server), Visit(server))
            let path = "/invitation?token=\(link.token.text)"
            #expect(try await first.open(path).text.contains("Welcome to Norrvik sales"))
            #expect(try await second.open(path).status == .ok)
            let fields = [("token", link.token.text), ("name", "Jo"), ("password", "copper violin seldom rain"), ("again", "copper violin seldom rain")]
            #expect(try await first.send("/invitation", fields).status == .seeOther)
            #expect(try await second.send("/invitation", fields).status == .gone)
            #expect(try await second.open(path).status == .gone)
            #expect(try await first.open("/me").text.contains("Sees own accounts"))
            // Invited as a salesperson, and nothing more.
            #expect(try await first.open("/meetings/0195a3c2-7d10-7000-8000-00000000a001").status == .notFound)
        }
    }

    @Test func aNewPasswordEndsEverySession() async throws {
        let bench = try await TestBench(isSetUp: false)
        try await RunningServer.run(bench.server().application(), as: nil) { (server: RunningServer) async throws -> Void in
            let owner = try await setUp(bench, server)
            let visit = Visit(server)
            #expect(try await visit.open("/forgot").text.contains("covalence user reset"))
            let link = try await bench.bench.operatorReset(address: "ines@norrvik.example", by: .owner)
            #expect(try await visit.open("/reset?token=\(link.token.text)").text.contains("Ines Dahl"))
            let short = try await visit.send("/reset", [("token", link.token.text), ("password", "short"), ("again", "short")])
            #expect(short.status == .unprocessableContent && short.text.contains("too short"))
            let fields = [("token", link.token.text), ("password", "copper violin seldom rain"), ("again", "copper violin seldom rain")]
            #expect(try await visit.send("/reset", fields).headers[.location] == "/sign-in")
            #expect(try await visit.send("/reset", fields).status == .gone)
            #expect(try await owner.open("/").status == .seeOther)
            _ = try await visit.open("/sign-in")
            #expect(try await visit.send("/sign-in", Self.signInFields("ines@norrvik.example", "copper violin seldom rain")).status == .seeOther)
        }
    }

    @Test func oneTimeCodesFromSetUpToRecovery() async throws {
        let bench = try await TestBench(isSetUp: false)
        try await RunningServer.run(bench.server().application(), as: nil) { (server: RunningServer) async throws -> Void in
            let owner = try await setUp(bench, server)
            _ = try await owner.open("/me")
            let begun = try await owner.send("/me/codes", [])
            #expect(begun.text.contains("src=\"data:image/svg+xml;base64,"))
            let text = try #require(begun.text.firstMatch(of: /name="secret" value="([A-Z2-7]+)"/)?.output.1)
            let secret = try #require(OneTimeSecret(base32: String(text)))
            func code(_ ahead: Int64 = 0) -> String { secret.code(atStep: OneTimeSecret.step(at: Int64(Date().timeIntervalSince1970)) + ahead) }
            func confirm(_ code: String, _ password: String) async throws -> TestClient.Response {
                try await owner.send("/me/codes/confirm", [("secret", String(text)), ("code", code), ("password", password)])
            }
            let wrong = try await confirm("12345", Self.password)
            // The same key again, so that the app need not be set up anew.
            #expect(wrong.status == .unprocessableContent && wrong.text.contains(String(text)))
            let on = try await confirm(code(), Self.password)
            let recovery = on.text.matches(of: /<li>([0-9a-z]{4}(?:-[0-9a-z]{4}){3})<\/li>/).map { String($0.output.1) }
            #expect(recovery.count == 10)
            #expect(try await owner.open("/me").text.contains(recovery[0]) == false)

            let visit = Visit(server)
            _ = try await visit.open("/sign-in")
            let asked = try await visit.send("/sign-in", Self.signInFields())
            #expect(asked.status == .ok && asked.text.contains("name=\"code\"") && visit.cookie("covalence") == nil)
            #expect(try await visit.send("/sign-in", Self.signInFields(code: "000")).status == .unprocessableContent)
            #expect(try await visit.send("/sign-in", Self.signInFields(code: recovery[3])).status == .seeOther)
            let again = Visit(server)
            _ = try await again.open("/sign-in")
            #expect(try await again.send("/sign-in", Self.signInFields(code: recovery[3])).status == .unprocessableContent)
            #expect(try await again.send("/sign-in", Self.signInFields(code: code(1))).status == .seeOther)
            _ = try await again.open("/me")
            #expect(try await again.send("/me/codes/remove", [("password", "not this one")]).status == .unprocessableContent)
            #expect(try await again.send("/me/codes/remove", [("password", Self.password)]).headers[.location] == "/me?done=codes-off")
        }
    }

    @Test func ownAccount() async throws {
        let bench = try await TestBench(isSetUp: false)
        try await RunningServer.run(bench.server().application(), as: nil) { (server: RunningServer) async throws -> Void in
            let owner = try await setUp(bench, server)
            let other = Visit(server)
            _ = try await other.open("/sign-in")
            _ = try await other.send("/sign-in", Self.signInFields(), headers: [.userAgent: "<b>Browser</b>"])
            let page = try await owner.open("/me").text
            #expect(page.contains("This browser") && page.contains("&lt;b&gt;Browser&lt;/b&gt;") && page.contains("from 127.0.0.1"))
            #expect(try await owner.send("/me/name", [("name", "Ines <i>D</i>")]).status == .seeOther)
            #expect(try await owner.open("/me").text.contains("Ines &lt;i&gt;D&lt;/i&gt;"))
            #expect(try await owner.send("/me/name", [("name", " ")]).status == .unprocessableContent)
            let new = "copper violin seldom rain"
            #expect(try await owner.send("/me/password", [("old", "wrong"), ("password", new), ("again", new)]).status == .unprocessableContent)
            #expect(try await owner.send("/me/password", [("old", Self.password), ("password", new), ("again", new)]).headers[.location] == "/me?done=password")
            // Everywhere else they are signed out.
            #expect(try await owner.open("/me").status == .ok)
            #expect(try await other.open("/me").status == .seeOther)
        }
    }

    @Test func severalWorkspacesAreChosenFrom() async throws {
        let bench = try await TestBench(isSetUp: false)
        let record = WorkspaceRecord(id: .make(at: Workbench.clock()), name: "Second", createdAt: Workbench.clock())
        try await bench.benches.records.createWorkspace(record)
        let second = try await bench.benches.bench(of: record.id)
        try await RunningServer.run(bench.server().application(), as: nil) { (server: RunningServer) async throws -> Void in
            _ = try await setUp(bench, server)
            // Nobody can sign in to the second yet.
            #expect(try await server.ask("/sign-in").text.contains("name=\"workspace\"") == false)
            let token = try await second.beginFirstSetUp(by: .owner).text
            let visit = Visit(server)
            _ = try await visit.open("/set-up?token=\(token)")
            #expect(try await visit.send("/set-up", Self.setUpFields(token, address: "second@norrvik.example")).status == .seeOther)
            let other = Visit(server)
            #expect(try await other.open("/sign-in").text.contains("name=\"workspace\""))
            // A member of the one is nobody in the other.
            let fields = Self.signInFields("second@norrvik.example")
            #expect(try await other.send("/sign-in", fields + [("workspace", "\(bench.bench.workspace.id)")]).status == .unprocessableContent)
            #expect(try await other.send("/sign-in", fields + [("workspace", "\(record.id)")]).status == .seeOther)
        }
    }
}
