import Covalence
import Foundation
import HTTPTypes
import Store
import StrategicSelling
import Testing
@testable import Server
@testable import Workbench

@Suite("What the API answers is what its document says")
struct APIShapeTests {
    /// A workspace with something of everything, and an administrator's token.
    struct World: Sendable {
        var bench: TestBench
        var secret: String
        var member: Identifier<Member>
        /// What stands for the braces of an address, by its first part.
        var ids: [String: String]

        init() async throws {
            bench = try await TestBench()
            let store = bench.bench.store, time = Workbench.clock()
            let token = try await bench.token("administrator")
            (secret, member) = (token.secret, token.member)
            let organization = Organization(id: .make(at: time), name: "Halden Paper", kind: .customer, domains: ["halden.example"])
            try await store.add(organization, holders: AccountHolders(members: [member]), at: time)
            let person = Person(id: .make(at: time), name: "Mikko Salo", organization: organization.id, reach: [.init(.mail, "mikko@halden.example")])
            try await store.add(person, by: nil, at: time)
            let interaction = Interaction(
                id: .make(at: time), kind: .mail, title: "Offer", recordedAt: time, text: "Here it is.", participants: [.init(.from, name: "Eeva", address: "eeva@other.example")]
            )
            _ = try await store.add([NewInteraction(interaction, accounts: [organization.id])], at: time)
            let words = "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Anna>What would that bring you?\n\n00:00:05.000 --> 00:00:09.000\n<v Mikko>It saves us money, about forty thousand a year.\n"
            let item = try await bench.bench.keepTranscript(
                Data(words.utf8), named: "kickoff.vtt", details: ImportDetails(sellers: ["Anna"], customers: ["Mikko"]), by: .owner
            )
            guard case .imported(let meeting, _, _) = try await bench.bench.importTranscript(item, by: .owner) else { throw CancellationError() }
            try await store.setAccounts(of: meeting.id, [organization.id], at: Workbench.clock())
            let claim = try #require(try await store.claims(ClaimQuery(of: meeting.id)).first)
            let team = try await bench.bench.addTeam("North", members: [.init(member, manages: true)], by: .owner)
            let webhook = try await bench.bench.addWebhook("http://127.0.0.1:9/none", by: .owner).webhook
            let offering = try await bench.bench.addOffering(named: "Monitoring", note: "Sensors", by: .owner)
            let objective = try await bench.bench.addObjective(ObjectiveDraft(
                account: organization.id, what: WhatIsSold("Line 2", offering: offering.id), amount: Currency("EUR").map { Money(minorUnits: 1, currency: $0) },
                closeDate: CalendarDay("2026-06-30"), stage: "Demo"
            ), by: .owner)
            try await bench.bench.setObjectives(of: .interaction(interaction.id), to: [objective.id], by: .owner)
            let statement = try await bench.bench.state(SellingStatement(kind: "influence.role", object: person.id.description, value: "economic"), of: objective.id, by: .owner)
            let made = try await bench.bench.keepRecords(Data("Account ID,Account Name,Website,When\n1,Brunavik,,\n".utf8), named: "accounts.csv", by: .owner)
            ids = [
                "imports": "\(made.id)",
                "statement": "\(statement.id)", "offerings": "\(offering.id)", "objectives": "\(objective.id)",
                "organizations": "\(organization.id)", "people": "\(person.id)", "interactions": "\(interaction.id)", "meetings": "\(meeting.id)", "claims": "\(claim.id)",
                "files": "\(item.id)", "teams": "\(team.id)", "members": "\(member)", "webhooks": "\(webhook.id)",
                "codebooks": "value-creation",
            ]
            var known = try await store.member(member)
            known.person = person.id
            try await store.update(known, at: Workbench.clock())
        }

        /// The address of an endpoint in this workspace.
        func path(_ endpoint: Endpoint) -> String {
            let parts = endpoint.path.split(separator: "/")
            return "/" + parts.map { part in
                switch part {
                case "{table}": "findings"
                case "{purpose}": "analysis"
                case "{claim}": ids["statement"] ?? ""
                default: part.hasPrefix("{") ? ids[String(parts[0])] ?? "\(member)" : String(part)
                }
            }.joined(separator: "/") + APIWalkTests.query(endpoint).replacing(APIWalkTests.someID, with: ids["meetings"] ?? "")
        }
    }

    @Test("every look is answered as its schema says, and again with its tag by 304")
    func looks() async throws {
        let world = try await World()
        // What is not there, or not given leave for, in this workspace.
        let refused: [String: String] = ["playRecording": "not-found", "sellerMeasures": "not-allowed", "searchAudit": "refused", "previewAuditDrop": "refused"]
        try await world.bench.program(secret: world.secret) { client in
            for endpoint in Endpoint.all where endpoint.method == .get {
                let answer = try await client.ask(.get, world.path(endpoint))
                if let problem = refused[endpoint.operation] {
                    #expect(answer.problem == problem, "\(endpoint.operation)")
                    continue
                }
                #expect(answer.status == 200, "\(endpoint.operation): \(answer.status) \(answer.response.text.prefix(300))")
                guard let schema = endpoint.output.schema else { continue }
                #expect(schema.errors(in: answer.json) == [], "\(endpoint.operation)")
                guard let tag = answer.header("ETag") else {
                    Issue.record("\(endpoint.operation) has no ETag")
                    continue
                }
                // How much room is on the disk changes by itself, and which turns are asked about is drawn anew.
                guard !["seeServer", "askCodes"].contains(endpoint.operation) else { continue }
                #expect(try await client.ask(.get, world.path(endpoint), headers: [.ifNoneMatch: tag]).status == 304, "\(endpoint.operation)")
            }
        }
    }

    @Test("a token with the scopes an endpoint names gets through, and one that lacks any of them is refused before anything is done")
    func scopes() async throws {
        let world = try await World()
        var tokens: [[TokenScope]: String] = [:]
        for endpoint in Endpoint.all {
            for scopes in [endpoint.scopes] + endpoint.scopes.map({ lacking in TokenScope.allCases.filter { $0 != lacking && !$0.holds.contains(lacking) } }) where tokens[scopes] == nil && !scopes.isEmpty {
                tokens[scopes] = try await world.bench.token("t\(tokens.count)", scopes: Set(scopes)).secret
            }
        }
        try await world.bench.program(secret: nil) { [tokens] client in
            for endpoint in Endpoint.all {
                var able = client
                able.secret = tokens[endpoint.scopes]
                // Of what changes something, one that takes no body and takes nothing away; the others are carried out by Tests/Browser/test_api.py.
                if endpoint.method == .get || endpoint.operation == "readForSuggestions" {
                    #expect(try await able.ask(endpoint.method, world.path(endpoint)).problem != "scope-missing", "\(endpoint.operation)")
                }
                for scope in endpoint.scopes {
                    let left = TokenScope.allCases.filter { $0 != scope && !$0.holds.contains(scope) }
                    guard let secret = tokens[left] else { continue }
                    var unable = client
                    unable.secret = secret
                    let answer = try await unable.ask(endpoint.method, world.path(endpoint), endpoint.method == .get ? nil : "{}", headers: [.ifMatch: "\"1\""])
                    #expect(answer.problem == "scope-missing", "\(endpoint.operation) without \(scope.rawValue): \(answer.status)")
                }
            }
        }
    }

    @Test("lines, their answers and the data of events are what the document says they are")
    func lines() async throws {
        let world = try await World()
        let bulk = try #require(Endpoint.all.first { $0.operation == "addInteractionsInBulk" }), events = try #require(Endpoint.all.first { $0.operation == "readEvents" })
        let taken = try #require(bulk.takenLine), given = try #require(bulk.givenLine), event = try #require(events.givenLine)
        // A line that says all that docs/intake.md lists, and one that is refused.
        let whole = #"""
            {"source":"crm","id":"7","kind":"call","title":"Call","text":"They asked.","started":"2026-03-04T09:30:00Z","ended":"2026-03-04T09:40:00+00:00","participants":[{"part":"from","name":"Eeva","address":"eeva@halden.example"}],"accounts":["halden.example"],"components":[{"kind":"process","name":"Buying"}],"answers":["6"],"place":"Oslo","heardFrom":"Anna","cancelled":false,"revision":3}
            """#
        let wrong = #"{"source":"crm","id":"8","kind":"song","title":"Call"}"#
        #expect(try taken.errors(in: JSONText.read(Array(whole.utf8))) == [])
        #expect(try taken.errors(in: JSONText.read(Array(wrong.utf8))).count == 1)
        guard case .object(let fields) = taken.form, case .object(let said) = try JSONText.read(Array(whole.utf8)) else { throw CancellationError() }
        #expect(Set(fields.map(\.name)) == Set(said.map(\.name)))
        try await world.bench.program(secret: world.secret) { client in
            let answer = try await client.ask(.post, "/interactions/bulk", whole + "\n" + wrong + "\n", headers: [.contentType: "application/x-ndjson"])
            let answers = try answer.response.text.split(separator: "\n").map { try JSONText.read(Array($0.utf8)) }
            #expect(answers.map { $0["status"] } == ["added", "refused"])
            for one in answers { #expect(given.errors(in: one) == []) }
            let page = try await client.ask(.get, "/events")
            #expect((page.json["events"]?.items ?? []).allSatisfy { event.errors(in: $0).isEmpty } && page.json["events"]?.items?.isEmpty == false)
        }
    }

    @Test("the document is OpenAPI 3.1, names each endpoint once, and points at nothing that is not there")
    func document() async throws {
        let bench = try await TestBench()
        try await bench.program(secret: try await bench.token().secret) { [ticket = bench.ticket] client in
            let answer = try await client.ask(.get, "/openapi.json")
            #expect(answer.status == 200)
            #expect(answer.json["openapi"] == "3.1.0")
            guard case .object(let paths) = answer.json["paths"] else { throw CancellationError() }
            var operations: [String] = []
            for path in paths {
                guard case .object(let methods) = path.value else { continue }
                operations += methods.compactMap { $0.value["operationId"]?.string }
            }
            #expect(operations.sorted() == Endpoint.all.map(\.operation).sorted())
            let text = answer.response.text
            let pointers = Set(text.components(separatedBy: "\"#/components/schemas/").dropFirst().map { $0.prefix { $0 != "\"" } })
            for name in pointers { #expect(answer.json["components"]?["schemas"]?[String(name)] != nil, "\(name)") }
            #expect(pointers.count > 50)
            for part in ["headers", "responses"] {
                let pointers = Set(text.components(separatedBy: "\"#/components/\(part)/").dropFirst().map { $0.prefix { $0 != "\"" } })
                for name in pointers { #expect(answer.json["components"]?[part]?[String(name)] != nil, "\(part): \(name)") }
                #expect(pointers.count >= 5)
            }
            // What each operation may be answered with, as it stands in docs/api.md: a few by hand.
            func statuses(_ path: String, _ method: String) -> Set<String> {
                guard case .object(let found)? = answer.json["paths"]?[path]?[method]?["responses"] else { return [] }
                return Set(found.map(\.name))
            }
            let always: Set = ["400", "401", "403", "406", "422", "429", "500", "503", "default"]
            #expect(statuses("/me", "get") == always.union(["200", "304"]))
            #expect(statuses("/organizations", "post") == always.union(["201", "404", "409", "410", "413", "415", "507"]))
            #expect(statuses("/organizations/{id}", "patch") == always.union(["200", "404", "409", "410", "412", "413", "415", "428", "507"]))
            #expect(statuses("/events", "get") == always.union(["200", "304", "410"]))
            let added = answer.json["paths"]?["/organizations"]?["post"]?["responses"]?["201"]?["headers"]
            for header in ["RateLimit", "RateLimit-Policy", "Idempotency-Replayed", "Location", "ETag"] { #expect(added?[header] != nil, "\(header)") }
            for status in ["429", "503"] { #expect(answer.json["components"]?["responses"]?["Problem\(status)"]?["headers"]?["Retry-After"] != nil) }
            let bulk = answer.json["paths"]?["/interactions/bulk"]?["post"]
            #expect(bulk?["requestBody"]?["content"]?["application/x-ndjson"]?["x-itemSchema"]?["$ref"] == "#/components/schemas/InteractionLine")
            #expect(bulk?["responses"]?["200"]?["content"]?["application/x-ndjson"]?["x-itemSchema"]?["$ref"] == "#/components/schemas/InteractionLineAnswer")
            let event = answer.json["paths"]?["/events"]?["get"]?["responses"]?["200"]?["content"]?["text/event-stream"]?["x-itemSchema"]
            #expect(event?["properties"]?["data"]?["contentSchema"]?["$ref"] == "#/components/schemas/Event")
            // Whoever is signed in may read it; nobody else.
            var nobody = client
            nobody.secret = nil
            #expect(try await nobody.ask(.get, "/openapi.json").status == 401)
            #expect(try await nobody.ask(.get, "/openapi.json", headers: [.cookie: "covalence=\(ticket)"]).status == 200)
        }
    }
}
