import Covalence
import Foundation
import HTTPTypes
import SignIn
import Store
import Synchronization
import Testing
@testable import Server
@testable import Workbench

@Suite("What every address of the API has in common")
struct APICoreTests {
    @Test("nobody, a cookie, a wrong, an expired and a revoked token are turned away; a suspended member’s too")
    func door() async throws {
        let bench = try await TestBench()
        let mine = try await bench.token("mine"), other = try await bench.token("other"), gone = try await bench.token("gone")
        let time = Workbench.clock()
        let secret = APISecret(bench.bench.workspace.id)
        try await bench.bench.store.add(APIToken(
            id: .make(at: time), hash: Data(secret.token.digest.bytes), beginning: "cvl_", name: "old", member: mine.member, scopes: ["read"],
            madeAt: time.advanced(by: -10_000), expiresAt: time.advanced(by: -1)
        ))
        try await bench.bench.revokeToken(other.id, by: .owner)
        try await bench.bench.suspend(gone.member, by: .owner)
        try await bench.program(secret: nil) { [ticket = bench.ticket] client in
            for (who, header) in [
                ("nobody", nil), ("noise", "Bearer cvl_noise"), ("basic", "Basic \(mine.secret)"), ("expired", "Bearer \(secret.text)"),
                ("revoked", "Bearer \(other.secret)"), ("suspended", "Bearer \(gone.secret)"), ("another secret", "Bearer \(APISecret(secret.workspace).text)"),
                ("another workspace", "Bearer \(APISecret(.make(at: time)).text)"),
            ] {
                var headers: HTTPFields = [.cookie: "covalence=\(ticket)"]
                headers[.authorization] = header
                let answer = try await client.ask(.get, "/organizations", headers: headers)
                #expect(answer.status == 401, "\(who)")
                #expect(answer.problem == "not-authenticated", "\(who)")
                #expect(answer.header("WWW-Authenticate")?.hasPrefix("Bearer") == true, "\(who)")
                #expect(answer.header("Content-Type") == "application/problem+json")
                // What is not there is not told of either.
                #expect(try await client.ask(.get, "/nothing", headers: headers).status == 401, "\(who)")
            }
            var known = client
            known.secret = mine.secret
            #expect(try await known.ask(.get, "/organizations").status == 200)
            #expect(try await known.ask(.get, "/nothing").problem == "not-found")
        }
    }

    @Test("a scope takes away, and the role of the member now is the most")
    func scopes() async throws {
        let bench = try await TestBench()
        let reading = try await bench.token("reading", .manager, scopes: [.read]), writing = try await bench.token("writing", .manager, scopes: [.write])
        let fallen = try await bench.token("fallen", .manager)
        try await bench.bench.changeRole(of: fallen.member, to: .reader, by: .owner)
        try await bench.program(secret: nil) { client in
            func ask(_ secret: String, _ method: HTTPRequest.Method) async throws -> APIReply {
                var client = client
                client.secret = secret
                return try await client.ask(method, "/organizations", method == .post ? #"{"name":"Halden","kind":"partner"}"# : nil)
            }
            let refused = try await ask(reading.secret, .post)
            #expect(refused.problem == "scope-missing")
            #expect(refused.header("WWW-Authenticate")?.contains("scope=\"write\"") == true)
            #expect(try await ask(writing.secret, .get).problem == "scope-missing")
            #expect(try await ask(fallen.secret, .post).problem == "not-allowed")
            #expect(try await ask(reading.secret, .get).json["items"]?.items?.count == 0)
            #expect(try await ask(writing.secret, .post).status == 201)
            #expect(try await ask(reading.secret, .get).json["items"]?.items?.count == 1)
        }
    }

    @Test("what is wrong with a body is told field by field; nothing is kept of it")
    func fields() async throws {
        let bench = try await TestBench()
        try await bench.program(secret: try await bench.token().secret) { client in
            let answer = try await client.ask(.post, "/organizations", #"{"name":7,"kind":"friend","colour":"red","domains":["a.example",3],"size":null}"#)
            #expect(answer.status == 422)
            #expect(answer.problem == "bad-field")
            #expect(answer.places == ["/name", "/kind", "/colour", "/domains/1", "/size"])
            #expect(try await client.ask(.post, "/organizations", "{}").places == ["/name", "/kind"])
            #expect(try await client.ask(.post, "/organizations", #"{"name":"a","name":"b","kind":"own"}"#).problem == "unreadable")
            #expect(try await client.ask(.post, "/organizations", #"{"name":"a\u0000","kind":"own"}"#).problem == "unreadable")
            #expect(try await client.ask(.post, "/organizations", "{").problem == "unreadable")
            #expect(try await client.ask(.post, "/organizations", "a=1", headers: [.contentType: "application/x-www-form-urlencoded"]).status == 415)
            #expect(try await client.ask(.post, "/organizations", String(repeating: " ", count: 1_100_000)).status == 413)
            #expect(try await client.ask(.get, "/organizations").json["items"]?.items?.isEmpty == true)
            // A rule of the use case, which no schema knows.
            let refused = try await client.ask(.post, "/organizations", #"{"name":"a","kind":"own","country":"Atlantis"}"#)
            #expect(refused.problem == "refused")
            #expect(refused.status == 422)
            #expect(refused.places == ["/country"])
        }
    }

    @Test("parameters that are unknown, doubled, out of range or no ids are named")
    func parameters() async throws {
        let bench = try await TestBench()
        try await bench.program(secret: try await bench.token().secret) { client in
            let answer = try await client.ask(.get, "/organizations?colour=red&limit=201&kind=friend&text=a&text=b")
            #expect(answer.status == 400)
            #expect(Set(answer.places) == ["colour", "limit", "kind", "text"])
            #expect(try await client.ask(.get, "/organizations/seven").places == ["id"])
            #expect(try await client.ask(.get, "/organizations?limit=0").places == ["limit"])
            #expect(try await client.ask(.get, "/organizations?text=%FF").status == 400)
        }
    }

    @Test("methods, types and HEAD as HTTP has them")
    func http() async throws {
        let bench = try await TestBench()
        try await bench.program(secret: try await bench.token().secret) { client in
            let refused = try await client.ask(.delete, "/organizations")
            #expect(refused.status == 405)
            #expect(refused.header("Allow") == "GET, POST, HEAD, OPTIONS")
            #expect(try await client.ask(.options, "/organizations").header("Allow") == "GET, POST, HEAD, OPTIONS")
            #expect(try await client.ask(.get, "/organizations", headers: [.accept: "text/html"]).status == 406)
            #expect(try await client.ask(.get, "/organizations", headers: [.accept: "application/*;q=0.5"]).status == 200)
            let head = try await client.ask(.head, "/organizations")
            #expect(head.status == 200)
            #expect(head.response.bytes.isEmpty)
            // Other pages’ scripts get nowhere, with whatever token.
            #expect(try await client.ask(.get, "/organizations", headers: [.origin: "https://elsewhere.example"]).problem == "not-allowed")
        }
    }

    @Test("pages hold together, and a cursor is good for its own list only")
    func pages() async throws {
        let bench = try await TestBench()
        try await bench.program(secret: try await bench.token().secret) { client in
            for name in ["Askel", "Brunavik", "Corda", "Delta", "Elverum"] { _ = try await client.ask(.post, "/organizations", #"{"name":"\#(name)","kind":"prospect"}"#) }
            var names: [String] = [], path: String? = "/organizations?limit=2", pages = 0
            while let now = path, pages < 10 {
                let page = try await client.ask(.get, now)
                names += (page.json["items"]?.items ?? []).compactMap { $0["name"]?.string }
                pages += 1
                let link = page.header("Link")
                #expect((link == nil) == (page.json["next"] == nil))
                path = link.map { String($0.dropFirst("<\(APIPath.root)".count).prefix { $0 != ">" }) }
            }
            #expect(names == ["Askel", "Brunavik", "Corda", "Delta", "Elverum"])
            #expect(pages == 3)
            let next = try #require(try await client.ask(.get, "/organizations?limit=2").json["next"]?.string)
            let encoded = QueryText.encode(next)
            #expect(try await client.ask(.get, "/organizations?text=a&cursor=\(encoded)").places == ["cursor"])
            #expect(try await client.ask(.get, "/people?cursor=\(encoded)").places == ["cursor"])
            #expect(try await client.ask(.get, "/organizations?cursor=nonsense").places == ["cursor"])
        }
    }

    @Test("a change says which version it saw; who was slower is told")
    func versions() async throws {
        let bench = try await TestBench()
        try await bench.program(secret: try await bench.token().secret) { client in
            let made = try await client.ask(.post, "/organizations", #"{"name":"Halden","kind":"prospect","industry":"Paper","note":"n"}"#)
            let place = try #require(made.header("Location")).replacing(APIPath.root, with: "")
            let tag = try #require(made.header("ETag"))
            let seen = try await client.ask(.get, place)
            #expect(seen.header("ETag") == tag)
            let same = try await client.ask(.get, place, headers: [.ifNoneMatch: tag])
            #expect(same.status == 304)
            #expect(same.response.bytes.isEmpty)
            #expect(try await client.ask(.patch, place, #"{"industry":"Pulp"}"#).problem == "version-missing")
            #expect(try await client.ask(.patch, place, #"{"industry":"Pulp"}"#, headers: [.ifMatch: "*"]).problem == "version-missing")
            let changed = try await client.ask(.patch, place, #"{"industry":"Pulp","note":null}"#, headers: [.ifMatch: tag])
            #expect(changed.status == 200)
            #expect(changed.json["industry"] == "Pulp")
            #expect(changed.json["note"] == nil)
            #expect(changed.json["name"] == "Halden")
            let late = try await client.ask(.patch, place, #"{"industry":"Wood"}"#, headers: [.ifMatch: tag])
            #expect(late.status == 412)
            #expect(late.problem == "version-stale")
            #expect(try await client.ask(.patch, place, #"{"industry":"Wood"}"#, headers: [.ifMatch: "W/\(changed.header("ETag") ?? "")"]).status == 412)
            #expect(try await client.ask(.get, place, headers: [.ifNoneMatch: tag]).json["industry"] == "Pulp")
        }
    }

    @Test("a request with a key is carried out once, and shows what is there now")
    func once() async throws {
        let bench = try await TestBench()
        let mine = try await bench.token("mine"), other = try await bench.token("other")
        try await bench.program(secret: mine.secret) { [bench] client in
            let key: HTTPFields = [.known("Idempotency-Key"): "7d3c"]
            let body = #"{"name":"Halden","kind":"prospect"}"#
            let first = try await client.ask(.post, "/organizations", body, headers: key)
            let second = try await client.ask(.post, "/organizations", body, headers: key)
            #expect(first.status == 201 && second.status == 201)
            #expect(first.header("Location") == second.header("Location"))
            #expect(first.header("ETag") == second.header("ETag"))
            #expect(first.json == second.json)
            #expect(second.header("Idempotency-Replayed") == "true")
            #expect(first.header("Idempotency-Replayed") == nil)
            #expect(try await client.ask(.get, "/organizations").json["items"]?.items?.count == 1)
            #expect(try await client.ask(.post, "/organizations", #"{"name":"Askel","kind":"prospect"}"#, headers: key).problem == "idempotency-key-reused")
            // Another token's keys are its own.
            var them = client
            them.secret = other.secret
            #expect(try await them.ask(.post, "/organizations", #"{"name":"Corda","kind":"partner"}"#, headers: key).status == 201)
            // What was refused may be sent again when it is put right elsewhere.
            let again: HTTPFields = [.known("Idempotency-Key"): "8e4d"]
            #expect(try await client.ask(.post, "/organizations", #"{"name":"Askel","kind":"own","country":"Atlantis"}"#, headers: again).problem == "refused")
            #expect(try await client.ask(.post, "/organizations", #"{"name":"Askel","kind":"own"}"#, headers: again).status == 201)
            #expect(try await client.ask(.post, "/organizations", body, headers: [.known("Idempotency-Key"): "a b"]).places == ["Idempotency-Key"])
            // What is shown again is as it is now.
            let place = try #require(first.header("Location")).replacing(APIPath.root, with: "")
            _ = try await client.ask(.patch, place, #"{"industry":"Pulp"}"#, headers: [.ifMatch: first.header("ETag") ?? ""])
            #expect(try await client.ask(.post, "/organizations", body, headers: key).json["industry"] == "Pulp")
            // One that is running, and one that was broken off by a crash.
            for (name, age, problem) in [("running", Int64(0), "idempotency-key-busy"), ("broken", 300_000, "idempotency-outcome-unknown")] {
                let time = Workbench.clock().advanced(by: -age)
                let sent = Self.hash(.post, "/organizations", body)
                #expect(try await bench.bench.store.reserve(name, of: mine.id, request: sent, at: time, forgettingBefore: time) == nil)
                #expect(try await client.ask(.post, "/organizations", body, headers: [.known("Idempotency-Key"): name]).problem == problem)
            }
            // After a day it is forgotten.
            let old = Workbench.clock().advanced(by: -86_400_001)
            _ = try await bench.bench.store.reserve("old", of: mine.id, request: Data(count: 32), at: old, forgettingBefore: old)
            #expect(try await client.ask(.post, "/organizations", #"{"name":"Elverum","kind":"own"}"#, headers: [.known("Idempotency-Key"): "old"]).status == 201)
        }
    }

    private static func hash(_ method: HTTPRequest.Method, _ path: String, _ body: String) -> Data {
        APIService.stamp(method, APIPath.root + path, "application/json", Array(body.utf8))
    }

    @Test("twenty at once with one key make one")
    func concurrently() async throws {
        let bench = try await TestBench()
        try await bench.program(secret: try await bench.token().secret) { client in
            let key: HTTPFields = [.known("Idempotency-Key"): "all"]
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 { group.addTask { try await client.ask(.post, "/organizations", #"{"name":"Halden","kind":"prospect"}"#, headers: key).status } }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.allSatisfy { $0 == 201 || $0 == 409 })
            #expect(statuses.contains(201))
            #expect(try await client.ask(.get, "/organizations").json["items"]?.items?.count == 1)
        }
    }

    @Test("what is supposed of speakers is read: a token that may only write does not get it")
    func suggestionsAreRead() async throws {
        let bench = try await TestBench()
        let item = try await bench.bench.keepTranscript(Data(UseTests.transcript.utf8), named: "talk.vtt", details: ImportDetails(), by: .owner)
        guard case .imported(let meeting, _, _) = try await bench.bench.importTranscript(item, by: .owner) else { throw CancellationError() }
        let reading = try await bench.token("reading", scopes: [.read]), writing = try await bench.token("writing", scopes: [.write])
        try await bench.program(secret: reading.secret) { client in
            let path = "/meetings/\(meeting.id)/speaker-suggestions"
            #expect(try await client.ask(.get, path).status == 200)
            var other = client
            other.secret = writing.secret
            let refused = try await other.ask(.get, path)
            #expect(refused.status == 403 && refused.json["detail"]?.string?.contains("read") == true)
        }
    }

    @Test("requests are counted by token and by address, and who asks too often is told how long to wait")
    func rates() async throws {
        let bench = try await TestBench()
        let first = try await bench.token("mine"), other = try await bench.token("other")
        try await bench.program(limits: APILimits(perToken: 3, perAddress: 8), secret: first.secret) { client in
            let first = try await client.ask(.get, "/organizations")
            #expect(first.header("RateLimit-Policy") == #""address";q=8;w=60, "token";q=3;w=60"#)
            #expect(first.header("RateLimit")?.hasPrefix(#""address";r=7;t="#) == true)
            // Buckets fill up while a slow machine asks; so it is asked until one is empty.
            func refused(_ client: APIClient, _ before: Int) async throws -> APIReply? {
                for _ in 0..<200 {
                    let answer = try await client.ask(.get, "/organizations")
                    if answer.status == 429 { return answer }
                    #expect(answer.status == before)
                }
                return nil
            }
            let mine = try #require(try await refused(client, 200))
            #expect(mine.problem == "too-many-requests")
            #expect(mine.header("Retry-After").flatMap { Int($0) }.map { (1...20).contains($0) } == true)
            var them = client
            them.secret = other.secret
            let others = try #require(try await refused(them, 200))
            #expect(others.json["detail"]?.string?.contains("minute") == true)
            them.secret = nil
            #expect(try await refused(them, 401) != nil)
        }
    }

    @Test("a bucket fills up with the clock, and no further than full")
    func buckets() {
        let now = Mutex(0.0)
        let limiter = RateLimiter(APILimits(perToken: 60, perAddress: 60)) { now.withLock { $0 } }
        let key = RateLimiter.Key.address("192.0.2.1")
        for left in stride(from: 59, through: 0, by: -1) { #expect(limiter.take(key).remaining == left) }
        #expect(limiter.take(key).wait == 1)
        now.withLock { $0 = 2 }
        #expect(limiter.take(key) == .init(policy: "address", quota: 60, remaining: 1, reset: 59, wait: nil))
        now.withLock { $0 = 1_000 }
        #expect(limiter.take(key).remaining == 59)
        #expect(limiter.take(.address("192.0.2.2")).remaining == 59)
    }

    @Test("the audit log names the token as the session")
    func audited() async throws {
        let bench = try await TestBench()
        let kept = KeptTraces()
        let traced = try await Workbench(records: bench.benches.records, workspace: bench.bench.workspace.id, analyzer: try MeetingAnalyzer.bundled(), traces: kept)
        let mine = try await bench.token("mine")
        let secret = try #require(APISecret(text: mine.secret))
        let (visitor, token) = try #require(try await traced.visitor(for: secret, origin: "192.0.2.9"))
        try await traced.addOrganization(Organization(id: .make(at: Workbench.clock()), name: "Halden", kind: .partner), by: visitor)
        let trace = try #require(await kept.all.last)
        #expect(trace.action == "organization.add")
        #expect(trace.session?.uuid == token.id.uuid)
        #expect(trace.visitor == .member(mine.member))
        #expect(trace.origin == "192.0.2.9")
    }
}
