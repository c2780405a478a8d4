import Covalence
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SignIn
import Store
import Testing
@testable import Server
@testable import Workbench

/// Who comes in, and who is sent away.
@Suite struct GateTests {
    static let html: HTTPFields = [.accept: "text/html"]

    @Test func whoeverIsNobodyIsSentToSignInAndBackToAPathOfOurs() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: nil) { (server: RunningServer) async throws -> Void in
            let page = try await server.ask("/search?words=next+step", headers: Self.html)
            #expect(page.status == .seeOther)
            #expect(page.headers[.location] == "/sign-in?to=%2Fsearch%3Fwords%3Dnext%2Bstep")
            // A form is not sent again by itself after signing in.
            #expect(try await server.ask("/uploads", .post).headers[.location] == "/sign-in")
            let piece = try await server.ask("/", headers: [.hxRequest: "true"])
            #expect(piece.status == .unauthorized)
            #expect(piece.headers[.hxRedirect] == "/sign-in")
            for (path, headers) in [("/compare.json?left=a&right=b", Self.html), ("/live/upload-1", Self.html), ("/", HTTPFields([.init(name: .accept, value: "application/json")]))] {
                let data = try await server.ask(path, headers: headers)
                #expect(data.status == .unauthorized, "\(path)")
                #expect(data.text.contains("Nobody is signed in"))
            }
            #expect(try await server.ask("/health").text == "ok\n")
        }
    }

    @Test func aCookieTakenAlongIsWorthNothingAfterTheSessionEnds() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { (server: RunningServer) async throws -> Void in
            #expect(try await server.ask("/").status == .ok)
            let ticket = try #require(SessionTicket(bench.ticket))
            try await bench.bench.store.endSession(Data(ticket.token.digest.bytes))
            let turned = try await server.ask("/", headers: Self.html)
            #expect(turned.status == .seeOther)
            // The browser is told to forget it.
            #expect(turned.headers[values: .setCookie].contains { $0.hasPrefix("covalence=;") && $0.contains("Max-Age=0") })
        }
    }

    @Test func aSuspendedMemberIsOutAtOnce() async throws {
        let bench = try await TestBench()
        let seller = try await TestBench.signIn(bench.bench, "seller", .salesperson)
        try await RunningServer.run(bench.server().application(), as: seller) { (server: RunningServer) async throws -> Void in
            #expect(try await server.ask("/").status == .ok)
            var member = try #require(try await bench.bench.store.member(withAddress: "seller@norrvik.example"))
            member.state = .suspended
            try await bench.bench.store.update(member, at: Workbench.clock())
            #expect(try await server.ask("/", headers: Self.html).status == .seeOther)
        }
    }

    @Test(arguments: ["", ".", "x.y", "0195a3c2-7d10-7000-8000-00000000a001.", "0195a3c2-7d10-7000-8000-00000000a001.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "a.b.c"])
    func aCookieThatIsNoneIsNobody(cookie: String) async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: nil) { (server: RunningServer) async throws -> Void in
            #expect(try await server.ask("/", headers: [.accept: "text/html", .cookie: "covalence=\(cookie)"]).status == .seeOther)
        }
    }

    /// A token of one workspace opens no other.
    @Test func aSessionIsOfOneWorkspace() async throws {
        let bench = try await TestBench()
        let other = WorkspaceRecord(id: .make(at: Workbench.clock()), name: "Other", createdAt: Workbench.clock())
        try await bench.benches.records.createWorkspace(other)
        let ticket = try #require(SessionTicket(bench.ticket))
        let moved = SessionTicket(other.id, ticket.token).text
        try await RunningServer.run(bench.server().application(), as: moved) { (server: RunningServer) async throws -> Void in
            #expect(try await server.ask("/", headers: Self.html).status == .seeOther)
        }
    }

    @Test func whatOneMemberOpenedIsNotShownToAnother() async throws {
        let bench = try await TestBench()
        let stranger = try await TestBench.signIn(bench.bench, "seller", .salesperson)
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { (server: RunningServer) async throws -> Void in
            let upload = UseTests.form([("kickoff.vtt", Array(UseTests.transcript.utf8))])
            let list = try await server.ask("/uploads", .post, headers: upload.0, body: upload.1).text
            let id = try #require(list.firstMatch(of: /\/meetings\/([0-9a-f-]{36})/)?.output.1)
            for path in ["", "/cast", "/transcript", "/export.json", "/report", "/original", "/erase", "/utterances/1"] {
                #expect(try await server.ask("/meetings/\(id)\(path)", headers: [.hxRequest: "true"]).status == .ok, "\(path)")
            }
            var other = server
            other.ticket = stranger
            for path in ["", "/cast", "/transcript", "/timeline.json", "/export.json", "/report", "/original", "/erase", "/utterances/1", "/recording"] {
                #expect(try await other.ask("/meetings/\(id)\(path)", headers: [.hxRequest: "true"]).status == .notFound, "\(path)")
            }
            #expect(try await other.ask("/").text.contains("kickoff") == false)
        }
    }

    // MARK: Forms

    @Test func aFormWithoutItsTokenDoesNothing() async throws {
        let bench = try await TestBench()
        let other = try await TestBench.signIn(bench.bench, "other", .administrator)
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { (server: RunningServer) async throws -> Void in
            let cookie = "covalence=\(bench.ticket)"
            let kind = "application/x-www-form-urlencoded"
            let right = FormToken(of: bench.ticket).text
            func send(_ headers: HTTPFields, _ body: String) async throws -> HTTPResponse.Status {
                var headers = headers
                headers[.cookie] = cookie
                return try await server.askPlainly("/compare", .post, headers: headers, body: ByteBuffer(string: body)).status
            }
            #expect(try await send([.contentType: kind], "a=b") == .forbidden)
            #expect(try await send([.contentType: kind], "csrf=") == .forbidden)
            #expect(try await send([.contentType: kind], "csrf=\(FormToken(of: other).text)") == .forbidden)
            #expect(try await send([.contentType: "text/plain"], "csrf=\(right)") == .forbidden)
            #expect(try await send([:], "csrf=\(right)") == .forbidden)
            #expect(try await send([.formToken: String(right.dropLast())], "") == .forbidden)
            // Let through to the routes, of which none is of this kind.
            #expect(try await send([.contentType: kind], "csrf=\(right)") == .notFound)
            #expect(try await send([.formToken: right], "") == .notFound)
            // In another page's name, even with the token.
            #expect(try await send([.formToken: right, .origin: "http://evil.example"], "") == .forbidden)
            #expect(try await send([.formToken: right, .fetchSite: "cross-site"], "") == .forbidden)
        }
    }

    @Test func aFormWithFilesCarriesItsTokenFirst() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { (server: RunningServer) async throws -> Void in
            let file = "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.vtt\"\r\n\r\n\(UseTests.transcript)\r\n"
            func field(_ token: String) -> String { "--xyz\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(token)\r\n" }
            func send(_ path: String, _ body: String) async throws -> HTTPResponse.Status {
                let headers: HTTPFields = [.cookie: "covalence=\(bench.ticket)", .contentType: "multipart/form-data; boundary=xyz"]
                return try await server.askPlainly(path, .post, headers: headers, body: ByteBuffer(string: body + "--xyz--\r\n")).status
            }
            let right = FormToken(of: bench.ticket).text
            #expect(try await send("/uploads", file) == .forbidden)
            #expect(try await send("/uploads", field("x") + file) == .forbidden)
            #expect(try await send("/uploads", file + field(right)) == .forbidden)
            #expect(try await bench.bench.store.count(.init()) == 0)
            #expect(try await send("/uploads", field(right) + file) == .ok)
            let id = try #require(try await bench.bench.store.meetings(.init()).items.first?.id)
            // A form with files that goes where none is taken cannot pass for one that was looked at.
            #expect(try await send("/meetings/\(id)/erase", field(right)) == .forbidden)
            #expect(try await bench.bench.store.count(.init()) == 1)
        }
    }

    @Test func everyFormOnEveryPageCarriesTheToken() throws {
        for (name, source) in try Renderer.bundledTemplates() {
            for form in source.matches(of: /<form[^>]*method="post"[^>]*>/) {
                #expect(source[form.range.upperBound...].hasPrefix("{{> csrf}}"), "\(name)")
            }
        }
    }

    @Test func tenMegabytesOfPasswordAreTurnedAway() async throws {
        let bench = try await TestBench()
        try await RunningServer.run(bench.server().application(), as: nil) { (server: RunningServer) async throws -> Void in
            let body = ByteBuffer(string: "address=a%40b.example&password=" + String(repeating: "x", count: 10_000_000))
            let answer = try? await server.askPlainly("/sign-in", .post, headers: [.contentType: "application/x-www-form-urlencoded"], body: body)
            // Either it is told so, or the connection ends while it still sends.
            #expect(answer == nil || answer?.status == .contentTooLarge)
            #expect(try await server.ask("/health").status == .ok)
        }
    }

    // MARK: The demo

    @Test func theDemoLetsInWhoeverSitsHereAndNobodySentByAProxy() async throws {
        let bench = try await TestBench()
        let demo = try await bench.benches.demo().workspace.id
        #expect(demo != bench.bench.workspace.id)
        let surroundings = Surroundings(names: ["covalence.example.org"], trustedProxies: [NetworkAddress("127.0.0.1")!])
        try await RunningServer.run(bench.server(surroundings: surroundings, demo: demo).application(), as: nil) { (server: RunningServer) async throws -> Void in
            let page = try await server.ask("/", headers: Self.html)
            #expect(page.status == .ok)
            #expect(page.text.contains("This is the demo"))
            for name in ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Proto", "X-Forwarded-Host"] {
                var headers = Self.html
                headers[HTTPField.Name(name)!] = "127.0.0.1"
                #expect(try await server.ask("/", headers: headers).status == .seeOther, "\(name)")
            }
            #expect(try await server.ask("/", headers: Self.html, host: "covalence.example.org").status == .seeOther)
            // Whoever signed in to the real workspace is there, not in the demo.
            var own = server
            own.ticket = bench.ticket
            #expect(try await own.ask("/").text.contains("This is the demo") == false)
        }
        try await RunningServer.run(bench.server().application(), as: nil) { (server: RunningServer) async throws -> Void in
            #expect(try await server.ask("/", headers: Self.html).status == .seeOther)
        }
    }

    @Test func noOtherWorkspaceIsADemo() async throws {
        let bench = try await TestBench()
        await #expect(throws: StoreError.self) { try await bench.bench.demoVisitor(origin: "127.0.0.1") }
        await #expect(throws: StoreError.self) { try await bench.bench.change([("isDemo", "true")], by: .owner) }
        #expect(bench.bench.settings.isDemo == false)
        // Made once.
        let first = try await bench.benches.demo().workspace.id
        let second = try await bench.benches.demo().workspace.id
        #expect(first == second)
        let opened = try await Workbench.opening(bench.benches.records, analyzer: bench.bench.analyzer)
        #expect(opened.workspace.id == bench.bench.workspace.id)
    }
}
