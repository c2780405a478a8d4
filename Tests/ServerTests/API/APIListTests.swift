import Covalence
import Foundation
import HTTPTypes
import Store
import Testing
@testable import Server
@testable import Workbench

@Suite("Lists of the API go on to their end, also where what stood there was removed meanwhile")
struct APIListTests {
    /// All items of a list, page by page; after each page something is done with what it showed.
    private static func walk(_ client: APIClient, _ path: String, limit: Int = 1, then: (JSONValue) async throws -> Void = { _ in }) async throws -> [JSONValue] {
        var found: [JSONValue] = [], cursor: String?
        for _ in 0..<500 {
            let page = try await client.ask(.get, "\(path)?limit=\(limit)" + (cursor.map { "&cursor=\(QueryText.encode($0))" } ?? ""))
            #expect(page.status == 200, "\(page.response.text)")
            let items = page.json["items"]?.items ?? []
            #expect(items.count <= limit)
            found += items
            for item in items { try await then(item) }
            cursor = page.json["next"]?.string
            if cursor == nil { return found }
        }
        Issue.record("\(path) never ends")
        return found
    }

    private static func ids(_ items: [JSONValue]) -> [String] { items.compactMap { $0["id"]?.string } }

    @Test("a history is told from its beginning where that is asked for, and an account says what was last and what is next")
    func nearestFirst() async throws {
        let bench = try await TestBench()
        try await bench.program(secret: try await bench.token().secret) { client in
            let account = try await client.ask(.post, "/organizations", #"{"name":"Brunavik","kind":"prospect"}"#).json["id"]?.string ?? ""
            for time in ["2020-03-01T09:00:00.000Z", "2020-04-01T09:00:00.000Z", "2090-05-01T09:00:00.000Z", "2090-06-01T09:00:00.000Z", "2090-07-01T09:00:00.000Z"] {
                let added = try await client.ask(.post, "/interactions", #"{"kind":"call","title":"\#(time)","startedAt":"\#(time)","accounts":["\#(account)"]}"#)
                #expect(added.status == 201, "\(added.response.text)")
            }
            var found: [String] = [], cursor = ""
            for _ in 0..<2 {
                let page = try await client.ask(.get, "/interactions?organization=\(account)&from=2020-03-15T00:00:00Z&oldestFirst=true&limit=2\(cursor)").json
                found += page["items"]?.items?.compactMap { $0["at"]?.string } ?? []
                cursor = page["next"]?.string.map { "&cursor=\(QueryText.encode($0))" } ?? ""
            }
            #expect(found == ["2020-04-01T09:00:00.000Z", "2090-05-01T09:00:00.000Z", "2090-06-01T09:00:00.000Z", "2090-07-01T09:00:00.000Z"] && cursor.isEmpty)
            let shown = try await client.ask(.get, "/organizations/\(account)").json
            #expect(shown["lastContactAt"]?.string == "2020-04-01T09:00:00.000Z" && shown["nextContactAt"]?.string == "2090-05-01T09:00:00.000Z")
            #expect(shown["lastInteractionAt"]?.string == "2090-07-01T09:00:00.000Z")
        }
    }

    @Test("deliveries of tests, which all have the number 0, come once each")
    func deliveries() async throws {
        let bench = try await TestBench()
        try await bench.program(secret: try await bench.token().secret) { client in
            let hook = try await client.ask(.post, "/webhooks", #"{"address":"http://127.0.0.1:9/hook"}"#).json["id"]?.string ?? ""
            var sent: [String] = []
            for _ in 0..<5 { sent.append(try await client.ask(.post, "/webhooks/\(hook)/test").json["id"]?.string ?? "") }
            let found = try await Self.walk(client, "/webhooks/\(hook)/deliveries", limit: 2)
            #expect(Self.ids(found) == sent.sorted().reversed())
            #expect(found.allSatisfy { $0["sequence"] == 0 })
            #expect(Set(sent).count == 5)
        }
    }

    @Test("pairs that may be one are all shown to whoever answers each as it comes", arguments: ["organizations", "people"])
    func duplicates(what: String) async throws {
        let bench = try await TestBench()
        try await bench.program(secret: try await bench.token().secret) { client in
            for name in ["Askel", "Brunavik", "Corda", "Delta", "Elverum"] {
                for _ in 0..<2 { _ = try await client.ask(.post, "/\(what)", #"{"name":"\#(name)"\#(what == "people" ? "" : #","kind":"prospect""#)}"#) }
            }
            let found = try await Self.walk(client, "/duplicates/\(what)", limit: 2) { pair in
                let answer = try await client.ask(.post, "/duplicates/\(what)/kept-apart", #"{"first":"\#(pair["first"]?.string ?? "")","second":"\#(pair["second"]?.string ?? "")"}"#)
                #expect(answer.status == 204, "\(answer.response.text)")
            }
            #expect(found.compactMap { $0["firstName"]?.string }.sorted() == ["Askel", "Brunavik", "Corda", "Delta", "Elverum"])
            #expect(try await Self.walk(client, "/duplicates/\(what)").isEmpty)
        }
    }

    @Test("merges, teams, webhooks and imports go on after one that was taken back or removed")
    func removed() async throws {
        let bench = try await TestBench()
        try await bench.program(secret: try await bench.token().secret) { client in
            var merges: [String] = []
            for name in ["Askel", "Brunavik", "Corda"] {
                let kept = try await client.ask(.post, "/organizations", #"{"name":"\#(name)","kind":"own"}"#).json["id"]?.string ?? ""
                let absorbed = try await client.ask(.post, "/organizations", #"{"name":"\#(name) Oy","kind":"own"}"#).json["id"]?.string ?? ""
                merges.append(try await client.ask(.post, "/organizations/\(kept)/merges", #"{"absorbed":"\#(absorbed)"}"#).json["merge"]?.string ?? "")
                _ = try await client.ask(.post, "/teams", #"{"name":"\#(name)","members":[]}"#)
                _ = try await client.ask(.post, "/webhooks", #"{"address":"http://127.0.0.1:9/\#(name)"}"#)
                let table = try await client.ask(.post, "/imports?name=\(name).csv", "Account ID,Account Name\n\(name),\(name)\n", headers: [.contentType: "text/csv"])
                #expect(table.json["id"] != nil, "\(table.response.text)")
            }
            #expect(Set(Self.ids(try await Self.walk(client, "/merges") { _ = try await client.ask(.delete, "/merges/\($0["id"]?.string ?? "")") })) == Set(merges))
            #expect(try await Self.walk(client, "/merges").isEmpty)
            let teams = try await Self.walk(client, "/teams") { _ = try await client.ask(.delete, "/teams/\($0["id"]?.string ?? "")") }
            #expect(teams.compactMap { $0["name"]?.string } == ["Askel", "Brunavik", "Corda"])
            for path in ["/webhooks", "/imports"] {
                let found = try await Self.walk(client, path) { item in
                    let answer = try await client.ask(.delete, "\(path)/\(item["id"]?.string ?? "")")
                    #expect(answer.status < 300, "\(answer.response.text)")
                }
                #expect(Set(Self.ids(found)).count == 3, "\(path)")
                // Of an import it stays that there was one.
                let left = try await Self.walk(client, path)
                #expect(left.count == (path == "/imports" ? 3 : 0) && left.allSatisfy { $0["state"] == "failed" }, "\(path)")
            }
        }
    }

    @Test("tokens and files that wait are listed beyond a thousand and a hundred")
    func long() async throws {
        let bench = try await TestBench()
        let mine = try await bench.token(), time = Workbench.clock()
        for number in 0..<1_005 {
            try await bench.bench.store.add(APIToken(
                id: .make(at: time), hash: Data([UInt8(number & 255), UInt8(number >> 8)]) + Data(count: 30), beginning: "cvl_", name: "\(number)", member: mine.member, scopes: ["read"], madeAt: time, expiresAt: time.advanced(by: 60_000)
            ))
        }
        for number in 0..<105 {
            let file = try await bench.bench.receiveInteractions(by: .owner)
            try file.append(Data("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:\(number)\r\nEND:VCALENDAR\r\n".utf8))
            _ = try await bench.bench.keepInteractions(file, named: "\(number).ics", by: .owner)
        }
        try await bench.program(secret: mine.secret) { client in
            for path in ["/tokens", "/me/tokens"] { #expect(Set(Self.ids(try await Self.walk(client, path, limit: 200))).count == 1_006, "\(path)") }
            let files = try await Self.walk(client, "/files", limit: 50)
            #expect(files.count == 105 && Set(Self.ids(files)).count == 105)
        }
    }
}
