import Covalence
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Store
import StrategicSelling
import Testing
@testable import Server
@testable import Workbench

@Suite("Every address asks who is there")
struct RouteWalkTests {
    /// A route with its parameters filled in.
    struct Walk {
        var method: HTTPRequest.Method
        var pattern: String
        var path: String
    }

    /// Addresses before the door, which anybody may open.
    private static let open = ["/assets/", "/health", "/ready", "/metrics", "/sign-in", "/sign-out", "/set-up", "/invitation", "/forgot", "/reset"]

    @Test("nobody, another workspace, another team and a lower role get nothing of what is not theirs")
    func walk() async throws {
        let bench = try await TestBench()
        let store = bench.bench.store, time = Workbench.clock()
        let secret = "Quagzimtorple"
        let organization = Organization(id: .make(at: time), name: secret, kind: .customer)
        try await store.add(organization, holders: AccountHolders(), at: time)
        let person = Person(id: .make(at: time), name: "\(secret) Person", organization: organization.id)
        try await store.add(person, by: nil, at: time)
        let interaction = Interaction(id: .make(at: time), kind: .note, title: "\(secret) note", recordedAt: time, text: secret)
        _ = try await store.add([NewInteraction(interaction, accounts: [organization.id])], at: time)
        let words = "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Anna>The \(secret) saves us money.\n\n00:00:05.000 --> 00:00:08.000\n<v Ben>And time.\n"
        let item = try await bench.bench.keepTranscript(Data(words.utf8), named: "\(secret).vtt", details: ImportDetails(), by: .owner)
        guard case .imported(let meeting, _, _) = try await bench.bench.importTranscript(item, by: .owner) else { throw CancellationError() }
        try await store.setAccounts(of: meeting.id, [organization.id], at: Workbench.clock())
        let claims = try await store.claims(ClaimQuery(of: meeting.id))
        let objective = try await bench.bench.addObjective(ObjectiveDraft(account: organization.id, what: WhatIsSold(secret)), by: .owner).id

        let outsider = try await TestBench.signIn(bench.bench, "outsider", .salesperson)
        let researcher = try await TestBench.signIn(bench.bench, "researcher", .researcher)
        let other = WorkspaceRecord(id: .make(at: time), name: "Other", createdAt: time)
        try await bench.benches.records.createWorkspace(other)
        let elsewhere = try await TestBench.signIn(try await bench.benches.bench(of: other.id), "elsewhere", .administrator)

        let server = try bench.server(limits: APILimits(perToken: 100_000, perAddress: 100_000))
        let walks = server.router(port: BoundPort()).routes.filter { $0.method == .get || $0.method == .post }.map { route in
            let pattern = "\(route.path)"
            let id = pattern.contains("/objectives/:id") || pattern.contains("/objectives/{id}") ? "\(objective)" : pattern.contains("/accounts/") ? "\(organization.id)" : pattern.contains("/people/") ? "\(person.id)"
                : pattern.contains("/interactions/") ? "\(interaction.id)" : pattern.contains("/claims/") || pattern.contains("/findings/") ? "\(claims.first?.id.description ?? "")"
                : pattern.contains("/import") || pattern.contains("/waiting/") ? "\(item.id)" : "\(meeting.id)"
            let parts = pattern.split(separator: "/").map { part -> String in
                guard part.hasPrefix(":") || part.hasPrefix("{") else { return String(part) }
                return part.contains("id") ? id : "0"
            }
            return Walk(method: route.method, pattern: pattern, path: "/" + parts.joined(separator: "/"))
        }
        #expect(walks.count > 80)
        try await RunningServer.run(server.application(), as: nil) { plain in
            for walk in walks where !Self.open.contains(where: { walk.path.hasPrefix($0) }) {
                let nobody = try await plain.ask(walk.path, walk.method)
                #expect([303, 401, 403].contains(nobody.status.code), "\(walk.method) \(walk.pattern) answers \(nobody.status.code) to nobody")
                if nobody.status == .seeOther { #expect(nobody.headers[.location]?.hasPrefix("/sign-in") == true) }
                #expect(!nobody.text.contains(secret))
                for (who, ticket) in [("another workspace", elsewhere), ("another team", outsider), ("a researcher", researcher)] {
                    var signedIn = plain
                    signedIn.ticket = ticket
                    let answer = try await signedIn.ask(walk.path, walk.method)
                    // Programs come with a token; a cookie opens nothing there but the document. Tokens are walked in API/APIWalkTests.
                    if APIPath.isAPI(walk.path), !APIPath.isOpenToSessions(walk.path) {
                        #expect(answer.status == .unauthorized, "\(walk.method) \(walk.pattern) answers \(answer.status.code) to \(who) with a cookie")
                        continue
                    }
                    #expect(!answer.text.contains(secret), "\(walk.method) \(walk.pattern) shows it to \(who)")
                    #expect(answer.status.code < 500, "\(walk.method) \(walk.pattern) answers \(answer.status.code) to \(who)")
                    if walk.pattern.contains("id"), walk.method == .get, walk.path.contains("\(objective)") || walk.path.contains("\(meeting.id)") || walk.path.contains("\(organization.id)")
                        || walk.path.contains("\(person.id)") || walk.path.contains("\(interaction.id)") {
                        // A piece of a page, asked for by itself, sends to the page, which is walked too.
                        let isSentOn = answer.status == .seeOther && answer.headers[.location]?.hasPrefix("/meetings/") == true
                        #expect([403, 404].contains(answer.status.code) || isSentOn, "\(walk.method) \(walk.pattern) answers \(answer.status.code) to \(who)")
                    }
                }
            }
            // Nothing was changed on the way, and whoever may see it sees it.
            var you = plain
            you.ticket = bench.ticket
            #expect(try await you.ask("/accounts/\(organization.id)").text.contains(secret))
            #expect(try await you.ask("/meetings/\(meeting.id)").text.contains(secret))
            #expect(try await you.ask("/interactions/\(interaction.id)").text.contains(secret))
            #expect(try await you.ask("/people/\(person.id)").text.contains(secret))
            #expect(try await you.ask("/objectives/\(objective)").text.contains(secret))
        }
    }

    @Test("what is kept to some is gone for everybody else, and comes back")
    func confidential() async throws {
        let bench = try await TestBench()
        let store = bench.bench.store, time = Workbench.clock()
        let other = try await TestBench.signIn(bench.bench, "other", .administrator)
        let organization = Organization(id: .make(at: time), name: "Halden", kind: .customer)
        try await store.add(organization, holders: AccountHolders(), at: time)
        let claim = try await bench.bench.stateClaim(about: organization.id, StatementDraft("They look at quagzim"), by: .owner)
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { you in
            var them = you
            them.ticket = other
            let page = "/accounts/\(organization.id)", form = "/claims/\(claim.id)/confidential"
            let before = try await them.ask(page), asked = try await you.ask(form)
            let only = UseTests.fields([("choice", "only")])
            let kept = try await you.ask(form, .post, headers: only.0, body: only.1)
            let hidden = try await them.ask(page), refused = try await them.ask(form), own = try await you.ask(page)
            let everybody = UseTests.fields([("choice", "everybody")])
            let opened = try await you.ask(form, .post, headers: everybody.0, body: everybody.1)
            let after = try await them.ask(page)
            #expect(before.text.contains("quagzim") && after.text.contains("quagzim"))
            #expect(asked.text.contains("other"))
            #expect(kept.status == .seeOther && opened.status == .seeOther)
            #expect(!hidden.text.contains("quagzim"))
            #expect(refused.status == .notFound)
            #expect(own.text.contains("confidential"))
        }
    }

    @Test("who knows of what others stated is shown to a seller, who is offered no form for it and refused")
    func readersOfOthers() async throws {
        let bench = try await TestBench()
        let store = bench.bench.store, time = Workbench.clock()
        let seller = try await bench.token("seller", .salesperson), ticket = try await TestBench.signIn(bench.bench, "salesman", .salesperson)
        let members = Set(try await store.members().filter { $0.role == .salesperson }.map(\.id))
        let organization = Organization(id: .make(at: time), name: "Halden", kind: .customer)
        try await store.add(organization, holders: AccountHolders(members: members), at: time)
        let claim = try await bench.bench.stateClaim(about: organization.id, StatementDraft("They look at quagzim"), by: .owner)
        let form = "/claims/\(claim.id)/confidential", address = "/claims/\(claim.id)/confidentiality"
        try await RunningServer.run(bench.server().application(), as: bench.ticket) { you in
            var them = you
            them.ticket = ticket
            #expect(try await you.ask("/accounts/\(organization.id)").text.contains(form))
            let page = try await them.ask("/accounts/\(organization.id)").text
            #expect(page.contains("quagzim") && !page.contains(form))
            let asked = try await them.ask(form)
            #expect(asked.status == .ok && !asked.text.contains("name=\"choice\""))
            let only = UseTests.fields([("choice", "only")])
            let refused = try await them.ask(form, .post, headers: only.0, body: only.1)
            #expect(refused.status == .forbidden && refused.text.contains("whoever stated it"))
        }
        try await bench.program(secret: seller.secret) { client in
            let asked = try await client.ask(.get, address), refused = try await client.change(.put, address, #"{"members":[]}"#)
            let after = try await client.ask(.get, address)
            #expect(asked.json["mayChange"] == .boolean(false))
            #expect(refused.problem == "not-allowed")
            #expect(after.status == 200 && after.json["confidentialTo"] == nil)
        }
    }

    @Test("a page view is traced once, with ids only")
    func traces() async throws {
        let kept = KeptTraces()
        let bench = try await TestBench()
        let time = Workbench.clock()
        let traced = try await Workbench(records: bench.benches.records, workspace: bench.bench.workspace.id, analyzer: try MeetingAnalyzer.bundled(), traces: kept)
        let organization = Organization(id: .make(at: time), name: "Halden", kind: .customer)
        try await traced.store.add(organization, holders: AccountHolders(), at: time)
        let member = Member(id: .make(at: time), name: "Guest", address: "guest@norrvik.example", role: .salesperson, state: .active, createdAt: time)
        let visitor = Visitor(member, in: traced.workspace.id, session: .make(at: time), origin: "192.0.2.9")
        await #expect(throws: StoreError.self) { try await traced.openAccount(organization.id, by: visitor) }
        let trace = try #require(await kept.all.last)
        #expect(trace.action == "organization.open")
        #expect(trace.isRefused)
        #expect(trace.origin == "192.0.2.9")
        #expect(trace.subject == .organization(organization.id))
        #expect(trace.visitor == .member(member.id))
    }
}

/// Keeps traces in memory.
actor KeptTraces: Traces {
    private(set) var all: [Trace] = []
    func leave(_ trace: Trace) { all.append(trace) }
}
