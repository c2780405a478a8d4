import Covalence
import Foundation
import HTTPTypes
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("Two programs change one thing: the second is told")
struct APIVersionTests {
    /// Changes that say nothing of what was seen, and why they need not.
    private static let unversioned = [
        "pauseWebhook": "A switch: both of two who set it mean the same state, and nothing else goes with it. In an emergency it must not fail.",
        "grantMeasures": "There or not: it has no content, and who gave it first stays.",
        "changeOwnName": "One’s own name, which nobody else changes.",
    ]

    @Test("every PUT and PATCH says what was seen, or is known not to need it")
    func walk() {
        let changes = Endpoint.all.filter { $0.method == .put || $0.method == .patch }
        #expect(changes.count >= 25)
        for endpoint in changes {
            #expect(endpoint.isVersioned != (Self.unversioned[endpoint.operation] != nil), "\(endpoint.operation)")
        }
        #expect(Set(Self.unversioned.keys).subtracting(changes.map(\.operation)) == [])
        #expect(Endpoint.all.allSatisfy { !$0.isVersioned || $0.method != .get })
    }

    /// A change as two make it.
    struct Change: Sendable, CustomTestStringConvertible {
        var method: HTTPRequest.Method
        /// Where it is changed, and looked at where that is elsewhere. `{x}` stands for an id of the world.
        var path: String
        var look: String?
        var first: String
        var second: String
        /// A piece of what is looked at after the first and after the second.
        var shows: (String, String)

        init(_ method: HTTPRequest.Method, _ path: String, look: String? = nil, _ first: String, _ second: String, shows: (String, String)) {
            (self.method, self.path, self.look, self.first, self.second, self.shows) = (method, path, look, first, second, shows)
        }

        var testDescription: String { "\(method) \(path)" }
    }

    static let changes = [
        Change(.put, "/meetings/{meetings}/outcome", look: "/meetings/{meetings}", #"{"advanced":true,"to":"a trial"}"#, #"{"advanced":true,"to":"an order"}"#, shows: ("a trial", "an order")),
        Change(.put, "/meetings/{meetings}/accounts", #"{"accounts":["{other}"]}"#, #"{"accounts":["{organizations}"]}"#, shows: ("Corda", "Halden Paper")),
        Change(.put, "/meetings/{meetings}/objectives", #"{"objectives":["{objectives}"]}"#, #"{"objectives":[]}"#, shows: ("{objectives}", "[]")),
        Change(.put, "/interactions/{interactions}/objectives", #"{"objectives":[]}"#, #"{"objectives":["{objectives}"]}"#, shows: ("[]", "{objectives}")),
        Change(.put, "/people/{people}/reports-to", look: "/people/{people}/relations", #"{"person":"{anna}"}"#, #"{"person":null}"#, shows: ("Anna Lind", #""reportsTo":[]"#)),
        Change(.put, "/claims/{claims}/confidentiality", #"{"members":[]}"#, #"{"members":null}"#, shows: ("confidentialTo", "possible")),
        Change(.patch, "/settings", #"{"settings":{"jobDays":7}}"#, #"{"settings":{"jobDays":8}}"#, shows: (#""jobDays":7"#, #""jobDays":8"#)),
        Change(.put, "/privacy/retention", look: "/privacy", #"{"notes":30}"#, #"{"notes":31}"#, shows: (#""notes":30"#, #""notes":31"#)),
        Change(
            .put, "/privacy/policy", look: "/privacy", #"{"withoutEverybodysConsent":"analyse-keep-no-words"}"#, #"{"withoutEverybodysConsent":"analyse"}"#,
            shows: ("analyse-keep-no-words", #""analyse""#)
        ),
        Change(
            .put, "/forecast/exchange-rates", #"{"target":"EUR","rates":[{"currency":"USD","day":"2026-03-02","rate":0.9}]}"#, #"{"target":"SEK","rates":[]}"#, shows: ("EUR", "SEK")
        ),
        Change(.patch, "/members/{seller}", #"{"role":"reader"}"#, #"{"role":"manager"}"#, shows: ("reader", "manager")),
        Change(.put, "/members/{seller}/teams", look: "/members/{seller}", #"{"teams":["{teams}"]}"#, #"{"teams":[]}"#, shows: ("North", #""teams":[]"#)),
        Change(.put, "/teams/{teams}", #"{"name":"South","members":[]}"#, #"{"name":"West","members":[{"member":"{seller}"}]}"#, shows: ("South", "West")),
        Change(.patch, "/webhooks/{webhooks}", #"{"kinds":["meeting.imported"]}"#, #"{"kinds":[]}"#, shows: ("meeting.imported", #""kinds":[]"#)),
        Change(
            .put, "/profile", #"{"criteria":[{"id":"crew","label":"Own crew","sort":"yes-no","wanted":true}]}"#,
            #"{"criteria":[{"id":"size","label":"Employees","sort":"number","lower":50}]}"#, shows: ("Own crew", "Employees")
        ),
    ]

    @Test("the second is refused, what the first wrote stays, and with what is there now the second may", arguments: changes)
    func second(change: Change) async throws {
        let world = try await APIShapeTests.World()
        let store = world.bench.bench.store, time = Workbench.clock()
        let other = Organization(id: .make(at: time), name: "Corda", kind: .customer), anna = Person(id: .make(at: time), name: "Anna Lind")
        try await store.add(other, holders: AccountHolders(members: [world.member]), at: time)
        try await store.add(anna, by: nil, at: time)
        let seller = try await world.bench.token("seller", .salesperson).member
        let ids = world.ids.merging(["other": "\(other.id)", "anna": "\(anna.id)", "seller": "\(seller)"]) { $1 }
        @Sendable func filled(_ text: String) -> String { ids.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) } }
        try await world.bench.program(secret: world.secret) { client in
            let path = filled(change.path), look = filled(change.look ?? change.path)
            let seen = try #require(try await client.ask(.get, look).header("ETag"))
            #expect(try await client.ask(change.method, path, filled(change.first)).problem == "version-missing")
            let held = try await client.ask(change.method, path, filled(change.first), headers: [.ifMatch: seen])
            #expect(held.status < 300, "\(held.response.text)")
            let late = try await client.ask(change.method, path, filled(change.second), headers: [.ifMatch: seen])
            #expect(late.status == 412 && late.problem == "version-stale", "\(late.response.text)")
            let now = try await client.ask(.get, look)
            #expect(now.response.text.contains(filled(change.shows.0)), "\(now.response.text)")
            let done = try await client.ask(change.method, path, filled(change.second), headers: [.ifMatch: now.header("ETag") ?? ""])
            #expect(done.status < 300, "\(done.response.text)")
            let end = try await client.ask(.get, look).response.text
            #expect(end.contains(filled(change.shows.1)), "\(end)")
        }
    }

    @Test("consent goes by the version of the cast, which the answer hands on")
    func consent() async throws {
        let world = try await APIShapeTests.World()
        let place = "/meetings/\(world.ids["meetings"] ?? "")"
        try await world.bench.program(secret: world.secret) { client in
            let cast = try await client.ask(.get, "\(place)/cast")
            let mikko = try #require(cast.json["participants"]?.items?.first?["id"]?.string), tag = try #require(cast.header("ETag"))
            let consent = "\(place)/participants/\(mikko)/consent"
            #expect(try await client.ask(.put, "\(consent)/training", #"{"state":"given"}"#).problem == "version-missing")
            let given = try await client.ask(.put, "\(consent)/training", #"{"state":"given"}"#, headers: [.ifMatch: tag])
            #expect(given.status == 200, "\(given.response.text)")
            #expect(try await client.ask(.put, "\(consent)/training", #"{"state":"refused"}"#, headers: [.ifMatch: tag]).problem == "version-stale")
            let next = try #require(given.header("ETag"))
            #expect(try await client.ask(.put, "\(consent)/analysis", #"{"state":"given"}"#, headers: [.ifMatch: next]).status == 200)
        }
    }

    @Test("a recording goes by the version of its meeting")
    func recording() async throws {
        let world = try await APIShapeTests.World()
        let place = "/meetings/\(world.ids["meetings"] ?? "")", wave: HTTPFields = [.contentType: "audio/wav"]
        // The first bytes of a WAV file († RIFF): “RIFF”, a length, “WAVE”.
        let sound = "RIFF\u{24}\u{0}\u{0}\u{0}WAVEfmt "
        try await world.bench.program(secret: world.secret) { client in
            let tag = try #require(try await client.ask(.get, place).header("ETag"))
            #expect(try await client.ask(.put, "\(place)/recording", sound, headers: wave).problem == "version-missing")
            #expect(try await client.change(.put, "\(place)/recording", sound, seeing: place, headers: wave).status == 200)
            var stale = wave
            stale[.ifMatch] = tag
            #expect(try await client.ask(.put, "\(place)/recording", sound, headers: stale).problem == "version-stale")
        }
    }

    @Test("of what changes by itself nothing is held against a change: when somebody was last here, that a webhook fails")
    func byItself() async throws {
        let world = try await APIShapeTests.World()
        let store = world.bench.bench.store
        try await world.bench.program(secret: world.secret) { client in
            let place = "/webhooks/\(world.ids["webhooks"] ?? "")"
            let seen = try #require(try await client.ask(.get, place).header("ETag"))
            let id = try #require(Identifier<Webhook>(world.ids["webhooks"] ?? ""))
            _ = try await store.change(id) { $0.state = .failing }
            #expect(try await client.ask(.get, place, headers: [.ifNoneMatch: seen]).status == 200)
            #expect(try await client.ask(.patch, place, #"{"kinds":["meeting.imported"]}"#, headers: [.ifMatch: seen]).status == 200)
        }
    }
}
