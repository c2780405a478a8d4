import Covalence
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignIn
import Store
import StoreTesting
import Testing
@testable import Server
@testable import Workbench

/// What people do to pages by mistake or on purpose: two people with one address, circles, cookies that were copied, line ends in
/// fields, endless passwords, editing what is gone. Over HTTP, as plain forms send it.
@Suite struct BadInputTests {
    private func person(_ bench: TestBench, _ name: String, mail: String? = nil) async throws -> PersonSummary {
        try await bench.bench.addPerson(Person(id: .make(at: Workbench.clock()), name: name, reach: mail.map { [.init(.mail, $0)] } ?? []), by: .owner)
    }

    private func send(_ server: RunningServer, _ path: String, _ fields: [(String, String)]) async throws -> TestClient.Response {
        let form = UseTests.fields(fields)
        return try await server.ask(path, .post, headers: form.0.merging([.accept: "text/html"]), body: form.1)
    }

    @Test func aSecondPersonWithOneAddressIsToldWhoHasIt() async throws {
        let bench = try await TestBench()
        _ = try await person(bench, "Paula Keller", mail: "paula@brunavik.example")
        let ben = try await person(bench, "Ben Holt")
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let added = try await send(server, "/people", [("name", "P. Keller"), ("mail", "PAULA@Brunavik.example")])
            let changed = try await send(server, "/people/\(ben.id)", [("name", "Ben Holt"), ("mail", "paula@brunavik.example"), ("version", "\(ben.version)")])
            for page in [added, changed] {
                #expect(page.status == .unprocessableContent || page.status == .conflict, "\(page.status)")
                // Whose it is, and what was typed is kept.
                #expect(page.text.contains("Paula Keller"))
                #expect(page.text.lowercased().contains("value=\"paula@brunavik.example\""))
            }
        }
        #expect(try await bench.bench.people(PersonQuery(), by: .owner).items.count == 2)
        #expect(try await bench.bench.openPerson(ben.id, by: .owner).summary.person.reach.isEmpty)
    }

    @Test func circlesAreRefusedWithASentenceAndPagesStandAsBefore() async throws {
        let bench = try await TestBench()
        let top = try await bench.bench.addOrganization(Organization(id: .make(at: Workbench.clock()), name: "Top", kind: .customer), by: .owner)
        let low = try await bench.bench.addOrganization(Organization(id: .make(at: Workbench.clock()), name: "Low", kind: .customer, parent: top.id), by: .owner)
        let (anna, ben) = (try await person(bench, "Anna"), try await person(bench, "Ben"))
        try await bench.bench.reportsTo(anna.id, above: ben.id, by: .owner)
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            for parent in ["Low", "Top"] {
                let page = try await send(server, "/accounts/\(top.id)", [("name", "Top"), ("kind", "customer"), ("parent", parent), ("version", "\(top.version)")])
                #expect(page.status == .unprocessableContent, "\(parent): \(page.status)")
                #expect(page.text.contains("part of itself") || page.text.contains("belong to itself"), "\(parent)")
            }
            for above in [anna.id, ben.id] {
                let page = try await send(server, "/people/\(ben.id)/reports-to", [("person", "\(above)")])
                #expect((400..<500).contains(page.status.code), "\(page.status)")
            }
            #expect(try await server.ask("/people/\(anna.id)").text.contains("Ben"))
            #expect(try await server.ask("/accounts/\(low.id)").text.contains("Top"))
        }
        #expect(try await bench.bench.openPerson(ben.id, by: .owner).reportsTo.isEmpty)
        #expect(try await bench.bench.openAccount(top.id, by: .owner).parents.isEmpty)
    }

    /// Somebody copied the cookie and a form’s token while the session lasted, and tries them on everything afterwards.
    @Test func aStolenCookieOpensNothingAfterSignOut() async throws {
        let bench = try await TestBench(isSetUp: false)
        try await RunningServer.run(bench.server().application(), as: nil) { (server: RunningServer) async throws -> Void in
            let visit = try await DoorTests().setUp(bench, server)
            let ben = try await person(bench, "Ben Holt")
            let stolen = try #require(visit.cookie("covalence"))
            let (headers, body) = UseTests.fields([("name", "Taken over"), ("version", "1"), ("csrf", FormToken(of: stolen).text)])
            func opens(_ path: String) async throws -> Bool {
                try await server.askPlainly(path, headers: [.accept: "text/html", .cookie: "covalence=\(stolen)"]).status == .ok
            }
            #expect(try await opens("/people/\(ben.id)"))
            _ = try await visit.open("/")
            #expect(try await visit.send("/sign-out", []).status == .seeOther)
            for path in ["/", "/me", "/people/\(ben.id)", "/settings", "/search?words=a", "/people/\(ben.id)/privacy"] { #expect(try await !opens(path), "\(path)") }
            let changed = try await server.askPlainly(
                "/people/\(ben.id)", .post, headers: headers.merging([.accept: "text/html", .cookie: "covalence=\(stolen)"]), body: body
            )
            #expect(changed.status != .ok && changed.headers[.location]?.hasPrefix("/people") != true)
            #expect(try await bench.bench.openPerson(ben.id, by: .owner).summary.person.name == "Ben Holt")
            // Signing in again makes another cookie; the stolen one stays dead.
            _ = try await visit.open("/sign-in")
            #expect(try await visit.send("/sign-in", DoorTests.signInFields()).status == .seeOther)
            #expect(try #require(visit.cookie("covalence")) != stolen)
            #expect(try await !opens("/"))
        }
    }

    @Test func anInvitationIsTakenByOneOfSixAtOnce() async throws {
        let bench = try await TestBench(isSetUp: false)
        try await RunningServer.run(bench.server().application(), as: nil) { (server: RunningServer) async throws -> Void in
            _ = try await DoorTests().setUp(bench, server)
            let link = try await bench.bench.invite(name: "Jo Berg", address: "jo@norrvik.example", role: .reader, by: .owner)
            let taken = try await withThrowingTaskGroup(of: HTTPResponse.Status.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        let visit = Visit(server)
                        _ = try await visit.open("/invitation?token=\(link.token.text)")
                        return try await visit.send("/invitation", [
                            ("token", link.token.text), ("name", "Jo \(number)"), ("password", "copper violin seldom rain"), ("again", "copper violin seldom rain"),
                        ]).status
                    }
                }
                return try await group.reduce(into: [HTTPResponse.Status: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect(taken[.seeOther] == 1, "\(taken)")
            #expect(try await bench.bench.store.members().count == 2)
        }
    }

    /// Names and titles with line ends come back in pages, files and addresses as one line and as no header.
    @Test func lineEndsInFieldsMakeNoHeader() async throws {
        let bench = try await TestBench()
        let evil = "x\r\nSet-Cookie: covalence=evil\r\nLocation: https://evil.example/"
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let added = try await send(server, "/people", [("name", evil), ("mail", "")])
            #expect(added.status == .seeOther)
            let place = try #require(added.headers[.location])
            #expect(place.hasPrefix("/people/") && !place.contains("evil"))
            let person = String(place.prefix { $0 != "?" })
            let form = UseTests.form([("a.vtt\"\r\nX-Evil: 1\r\n.vtt", Array(UseTests.transcript.utf8))])
            let upload = try await server.ask("/uploads", .post, headers: form.0.merging([.accept: "text/html"]), body: form.1)
            for path in [person, "\(person)/privacy", "/meetings", "/search?words=\(QueryText.encode(evil))", "/sign-in?to=\(QueryText.encode("/" + evil))"] {
                let answer = try await server.ask(path, headers: [.accept: "text/html"])
                for field in answer.headers { #expect(!field.value.contains("\n") && !field.value.contains("\r"), "\(path): \(field.name)") }
                #expect(answer.headers[values: .setCookie].allSatisfy { !$0.contains("evil") }, "\(path)")
                #expect(answer.headers[HTTPField.Name("X-Evil")!] == nil && answer.headers[.location]?.contains("evil.example/") != true, "\(path)")
            }
            #expect(upload.headers[HTTPField.Name("X-Evil")!] == nil)
            let copy = try await send(server, "\(person)/privacy/export", [])
            let disposition = try #require(copy.headers[.contentDisposition])
            #expect(copy.status == .ok && disposition.hasPrefix("attachment") && !disposition.contains("\n"))
            #expect(copy.headers[values: .setCookie].allSatisfy { !$0.contains("evil") })
        }
        let names = try await bench.bench.people(PersonQuery(), by: .owner).items.map(\.person.name)
        #expect(names == ["x Set-Cookie: covalence=evil Location: https://evil.example/"])
    }

    @Test func tenMegabytesOfPasswordAreTurnedAwayAtEveryDoor() async throws {
        let bench = try await TestBench(isSetUp: false)
        try await RunningServer.run(bench.server().application(), as: nil) { (server: RunningServer) async throws -> Void in
            let owner = try await DoorTests().setUp(bench, server)
            let invitation = try await bench.bench.invite(name: "Jo Berg", address: "jo@norrvik.example", role: .reader, by: .owner).token.text
            let reset = try await bench.bench.operatorReset(address: "ines@norrvik.example", by: .owner).token.text
            let huge = String(repeating: "x", count: 10_000_000)
            for (path, fields) in [
                ("/invitation", [("token", invitation), ("name", "Jo"), ("password", huge), ("again", huge)]),
                ("/reset", [("token", reset), ("password", huge), ("again", huge)]),
                ("/me/password", [("old", huge), ("password", huge), ("again", huge)]), ("/me/codes/remove", [("password", huge)]),
            ] {
                _ = try await owner.open("/me")
                // Either it is told so, or the connection ends while it still sends.
                let answer = try? await owner.send(path, fields)
                #expect(answer == nil || answer?.status == .contentTooLarge, "\(path)")
            }
            #expect(try await server.ask("/health").status == .ok)
            // Nothing was used up, nothing was changed.
            _ = try await bench.bench.invitation(invitation)
            _ = try await bench.bench.checkReset(token: reset)
            let visit = Visit(server)
            _ = try await visit.open("/sign-in")
            #expect(try await visit.send("/sign-in", DoorTests.signInFields()).status == .seeOther)
        }
    }

    /// The form was open when somebody else erased the person: saving says so and brings nothing back.
    @Test func whoIsErasedWhileBeingEditedStaysErased() async throws {
        let bench = try await TestBench()
        let ben = try await person(bench, "Benqz Holt", mail: "benqz@halden.example"), cleo = try await person(bench, "Cleo Day")
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { server in
            let form = try await server.ask("/people/\(ben.id)/edit")
            #expect(form.status == .ok && form.text.contains("Benqz Holt"))
            _ = try await bench.bench.erasePerson(ben.id, by: .owner)
            let version = UseTests().value("version", in: form.text) ?? "1"
            for (path, fields) in [
                ("/people/\(ben.id)", [("name", "Benqz Holt"), ("mail", "benqz@halden.example"), ("version", version)]),
                ("/people/\(ben.id)/claims", [("text", "Benqz likes tea")]), ("/people/\(ben.id)/reports-to", [("person", "\(cleo.id)")]),
                ("/people/\(cleo.id)/reports-to", [("person", "\(ben.id)")]),
            ] {
                let answer = try await send(server, path, fields)
                #expect([.notFound, .gone, .conflict, .unprocessableContent].contains(answer.status), "\(path): \(answer.status)")
                #expect(answer.headers[.location] == nil, "\(path)")
                #expect(answer.text.contains("<h1"), "\(path): a page says it")
            }
        }
        #expect(try TestStore.files(bench.folder, holding: "Benqz") == [])
        #expect(try await bench.bench.people(PersonQuery(), by: .owner).items.map(\.person.name) == ["Cleo Day"])
    }
}
