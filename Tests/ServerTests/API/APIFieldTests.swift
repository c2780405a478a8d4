import Foundation
import HTTPTypes
import Testing
@testable import Server

@Suite("What no schema knows is told with the field that is wrong")
struct APIFieldTests {
    /// What is sent, and where it is wrong.
    struct Wrong: Sendable, CustomTestStringConvertible {
        var method: HTTPRequest.Method
        var path: String
        var body: String
        var places: [String]
        /// Where the thing is looked at, for a change.
        var look: String?

        init(_ method: HTTPRequest.Method, _ path: String, _ body: String, at places: String..., seeing look: String? = nil) {
            (self.method, self.path, self.body, self.places, self.look) = (method, path, body, places, look)
        }

        var testDescription: String { "\(method) \(path) \(places)" }
    }

    static let wrong = [
        Wrong(.post, "/organizations", #"{"name":" ","kind":"own"}"#, at: "/name"),
        Wrong(.post, "/organizations", #"{"name":"A","kind":"own","domains":["a.example","no domain"]}"#, at: "/domains/1"),
        Wrong(.post, "/organizations", #"{"name":"A","kind":"own","domains":["gmail.com"]}"#, at: "/domains/0"),
        Wrong(.post, "/organizations", #"{"name":"A","kind":"own","domains":["a.example","halden.example"]}"#, at: "/domains/1"),
        Wrong(.patch, "/organizations/{organizations}", #"{"country":"Atlantis"}"#, at: "/country"),
        Wrong(.patch, "/organizations/{organizations}", #"{"parent":"{organizations}"}"#, at: "/parent"),
        Wrong(.post, "/people", #"{"name":"A","reach":[{"means":"phone","value":"+358 40 123"},{"means":"mail","value":"nobody"}]}"#, at: "/reach/1/value"),
        Wrong(.post, "/people", #"{"name":"A","reach":[{"means":"mail","value":"mikko@halden.example"}]}"#, at: "/reach/0/value"),
        Wrong(.post, "/people", #"{"name":"A","reach":[{"means":"phone","value":"call me"}]}"#, at: "/reach/0/value"),
        Wrong(.post, "/people", #"{"name":"A","reach":[{"means":"web","value":"halden"}]}"#, at: "/reach/0/value"),
        Wrong(.post, "/people", #"{"name":"A","languages":["fi","Finnish language"]}"#, at: "/languages/1"),
        Wrong(.post, "/identities", #"{"address":"eeva@other.example","newPerson":{"name":"Eeva","languages":["Finnish language"]}}"#, at: "/newPerson/languages/0"),
        Wrong(.put, "/people/{people}/reports-to", #"{"person":"{people}"}"#, at: "/person", seeing: "/people/{people}/relations"),
        Wrong(.post, "/interactions", #"{"kind":"note","text":"T","startedAt":"2026-03-04T10:00:00Z","endedAt":"2026-03-04T09:00:00Z"}"#, at: "/endedAt"),
        Wrong(.post, "/interactions", #"{"kind":"note","title":"T"}"#, at: "/text"),
        Wrong(.patch, "/interactions/{interactions}", #"{"title":" "}"#, at: "/title"),
        Wrong(.patch, "/interactions/{interactions}", #"{"participants":[{"part":"from","name":"E","address":"nobody"}]}"#, at: "/participants/0/address"),
        Wrong(.patch, "/meetings/{meetings}", #"{"title":" "}"#, at: "/title"),
        Wrong(.patch, "/meetings/{meetings}", #"{"language":"Finnish language"}"#, at: "/language"),
        Wrong(.patch, "/imports/{imports}", #"{"currency":"XXQ"}"#, at: "/currency"),
        Wrong(.patch, "/imports/{imports}", #"{"timeZone":"Nowhere/Else"}"#, at: "/timeZone"),
        Wrong(.patch, "/imports/{imports}", #"{"columns":{"Weather/Wind":"amount"}}"#, at: "/columns/Weather~1Wind"),
        Wrong(.patch, "/imports/{imports}", #"{"columns":{"When":"weather"}}"#, at: "/columns/When"),
        Wrong(.post, "/offerings", #"{"name":"monitoring"}"#, at: "/name"),
        Wrong(.post, "/teams", #"{"name":"north","members":[]}"#, at: "/name"),
        Wrong(.post, "/members", #"{"name":"A","address":"administrator@norrvik.example","role":"reader"}"#, at: "/address"),
        Wrong(.post, "/members", #"{"name":"A","address":"nobody","role":"reader"}"#, at: "/address"),
        Wrong(.post, "/webhooks", #"{"address":"ftp://halden.example/"}"#, at: "/address"),
        Wrong(.patch, "/settings", #"{"settings":{"jobDaze":7}}"#, at: "/settings/jobDaze"),
        Wrong(.patch, "/settings", #"{"settings":{"jobDays":9999}}"#, at: "/settings/jobDays"),
        Wrong(.patch, "/settings", #"{"settings":{"jobDays":7,"transcriptLimit":"much"}}"#, at: "/settings/transcriptLimit"),
        Wrong(.put, "/forecast/exchange-rates", #"{"target":"EUR","rates":[{"currency":"USD","day":"2026-03-02","rate":0.9},{"currency":"XXQ","day":"2026-03-02","rate":1}]}"#, at: "/rates/1"),
        Wrong(.put, "/forecast/exchange-rates", #"{"target":"XXQ","rates":[]}"#, at: "/target"),
        Wrong(.put, "/meetings/{meetings}/accounts", #"{"accounts":["{own}"]}"#, at: "/accounts"),
    ]

    @Test("in the body, by pointer", arguments: wrong)
    func body(wrong: Wrong) async throws {
        let world = try await APIShapeTests.World()
        try await world.bench.program(secret: world.secret) { client in
            let own = try await client.ask(.post, "/organizations", #"{"name":"Ours","kind":"own"}"#).json["id"]?.string ?? ""
            func filled(_ text: String) -> String { world.ids.merging(["own": own]) { $1 }.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) } }
            let answer = wrong.method == .post ? try await client.ask(.post, wrong.path, filled(wrong.body))
                : try await client.change(wrong.method, filled(wrong.path), filled(wrong.body), seeing: wrong.look.map(filled))
            #expect(["refused", "exists"].contains(answer.problem), "\(answer.response.text)")
            #expect(answer.places == wrong.places, "\(answer.response.text)")
            #expect(answer.json["errors"]?.items?.allSatisfy { $0["detail"]?.string?.isEmpty == false } == true)
        }
    }

    @Test("in the query, by parameter", arguments: [
        (HTTPRequest.Method.post, "/imports?name=a.csv&currency=XXQ", "currency"), (.post, "/imports?name=a.csv&timeZone=Nowhere", "timeZone"),
        (.post, "/meetings?name=a.vtt&language=Finnish+language", "language"), (.get, "/funnel?currency=XXQ", "currency"),
        (.get, "/funnel?closingFrom=2026-03-02&closingUntil=2026-03-01", "closingUntil"),
    ])
    func query(method: HTTPRequest.Method, path: String, name: String) async throws {
        let bench = try await TestBench()
        let file = "Account ID,Account Name\n1,Brunavik\n"
        try await bench.program(secret: try await bench.token().secret) { client in
            let answer = try await client.ask(method, path, method == .get ? nil : file, headers: method == .get ? [:] : [.contentType: "application/octet-stream"])
            #expect(answer.problem == "refused", "\(answer.response.text)")
            #expect(answer.places == [name], "\(answer.response.text)")
        }
    }
}
