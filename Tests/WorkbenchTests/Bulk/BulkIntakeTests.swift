import Covalence
import Formats
import Foundation
import Store
import Testing
@testable import Workbench

@Suite("Bulk intake of interactions")
struct BulkIntakeTests {
    /// Bytes in chunks; throws at the end where the connection broke.
    struct Chunks: AsyncSequence, Sendable {
        var text: [UInt8]
        var size = 1_000
        var breaks = false

        init(_ text: String, size: Int = 1_000, breaks: Bool = false) {
            self.text = Array(text.utf8)
            self.size = size
            self.breaks = breaks
        }

        func makeAsyncIterator() -> Iterator { Iterator(chunks: self) }

        struct Iterator: AsyncIteratorProtocol {
            var chunks: Chunks
            var place = 0

            mutating func next() async throws -> [UInt8]? {
                guard place < chunks.text.count else {
                    if chunks.breaks { throw Unexpected("broken off") }
                    return nil
                }
                defer { place += chunks.size }
                return Array(chunks.text[place..<Swift.min(place + chunks.size, chunks.text.count)])
            }
        }
    }

    private func take(_ room: Room, _ text: String, size: Int = 1_000, by visitor: Visitor = .owner) async throws -> (BulkReport, [BulkLineResult]) {
        var results: [BulkLineResult] = []
        let report = try await room.bench.addInteractions(inBulk: Chunks(text, size: size), by: visitor) { results += $0 }
        return (report, results)
    }

    private func lines(_ range: Range<Int>) -> String {
        range.map { #"{"source":"crm","id":"\#($0)","kind":"call","title":"Call \#($0)","text":"About parts."}"# + "\n" }.joined()
    }

    @Test("lines come in once, whatever the chunks; again they change nothing")
    func idempotent() async throws {
        let room = try await Room.open()
        let (first, results) = try await take(room, lines(0..<5_000), size: 777)
        #expect(first.added == 5_000 && first.lines == 5_000)
        #expect(results.map(\.line) == Array(1...5_000))
        #expect(Set(results.compactMap(\.id)).count == 5_000)
        let before = try await room.bench.store.version()
        let (second, again) = try await take(room, lines(0..<5_000), size: 65_536)
        #expect(second.unchanged == 5_000)
        #expect(again.map(\.id) == results.map(\.id))
        #expect(try await room.bench.store.version() == before)
    }

    @Test("a bad line is refused by itself, with its number; answers are in the order of lines")
    func bad() async throws {
        let room = try await Room.open()
        let text = lines(0..<1) + "nonsense\n" + #"{"source":"crm","id":"x","kind":"fax","title":"t"}"# + "\n" + "\n" + lines(1..<2)
            + #"{"source":"crm","id":"y","kind":"note","title":"t","accounts":["nowhere.example"]}"# + "\n" + String(repeating: "x", count: 2_000_000) + "\n" + lines(2..<3) + #"{"source":"#
        let (report, results) = try await take(room, text, size: 10_000)
        #expect(results.map(\.line) == [1, 2, 3, 5, 6, 7, 8, 9])
        #expect(results.map(\.status) == [.added, .refused, .refused, .added, .refused, .refused, .added, .refused])
        #expect(results.filter { $0.status == .refused }.allSatisfy { $0.id == nil && !$0.errors.isEmpty })
        #expect(report.refused == 5 && report.added == 3)
        for error in results.flatMap(\.errors) { #expect(error.detail.hasSuffix(".")) }
        // “kind” of the third line, the account of the sixth; what is no object has no field.
        #expect(results[2].errors.map(\.pointer) == ["/kind"] && results[4].errors.map(\.pointer) == ["/accounts/0"] && results[1].errors.map(\.pointer) == [nil])
    }

    @Test("broken off, whole groups are there and nothing of the line that was cut; sent again, the rest comes in")
    func broken() async throws {
        let room = try await Room.open()
        let text = lines(0..<4_000)
        var results: [BulkLineResult] = []
        let half = String(text.prefix(text.count / 2 + 17))
        await #expect(throws: Unexpected.self) {
            _ = try await room.bench.addInteractions(inBulk: Chunks(half, breaks: true), by: .owner) { results += $0 }
        }
        let answered = results.count
        let there = try await room.bench.store.events(after: 0, limit: 5_000, in: .everything).head
        // What was answered is there. One group more may be.
        #expect(there >= answered)
        #expect(there <= 2_001)
        let (report, all) = try await take(room, text)
        #expect(report.unchanged == Int(there) && report.added == 4_000 - Int(there))
        #expect(Set(all.compactMap(\.id)).isSuperset(of: results.compactMap(\.id)))
    }

    @Test("people are found by address, accounts by domain and id, as for a single one")
    func matching() async throws {
        let room = try await Room.open()
        let store = room.bench.store, time = Workbench.clock()
        let account = Organization(id: .make(at: time), name: "Brunavik", kind: .customer, domains: ["brunavik.example"])
        let other = Organization(id: .make(at: time), name: "Other", kind: .customer, domains: ["other.example"])
        for one in [account, other] { try await store.add(one, holders: AccountHolders(), at: time) }
        let paula = Person(id: .make(at: time), name: "Paula", organization: account.id, reach: [.init(.mail, "paula@private.example")])
        try await store.add(paula, by: nil, at: time)
        let text = #"""
            {"source":"a","id":"1","kind":"mail","title":"T","participants":[{"part":"from","address":"Paula@private.example"},{"part":"to","address":"x@sub.other.example"}]}
            {"source":"a","id":"2","kind":"call","title":"T","accounts":["\#(account.id)","https://www.other.example/"]}
            """#
        let (_, results) = try await take(room, text)
        let mail = try await store.interaction(try #require(results[0].id), in: .everything)
        #expect(mail.accounts == [account.id, other.id])
        #expect(mail.interaction.participants.map(\.person) == [paula.id, nil])
        #expect(mail.interaction.sourceID == "a:1")
        #expect(try await store.interaction(try #require(results[1].id), in: .everything).accounts == [account.id, other.id])
        #expect(try await store.people(PersonQuery(), in: .everything).items.count == 1)
    }

    /// A member who sees no account but their own.
    private func salesperson(in room: Room) async throws -> Member {
        let time = Workbench.clock()
        let member = Member(id: .make(at: time), name: "s", address: "s@norrvik.example", role: .salesperson, state: .active, createdAt: time)
        try await room.bench.store.add(member, token: nil)
        return member
    }

    @Test("an account out of sight is none; a reader brings nothing in")
    func sight() async throws {
        let room = try await Room.open()
        let store = room.bench.store, time = Workbench.clock()
        let account = Organization(id: .make(at: time), name: "Brunavik", kind: .customer, domains: ["brunavik.example"])
        try await store.add(account, holders: AccountHolders(), at: time)
        let member = try await salesperson(in: room)
        let seller = Visitor(member, in: store.id, origin: "192.0.2.7")
        let text = #"{"source":"a","id":"1","kind":"call","title":"T","accounts":["brunavik.example"]}"#
        let (report, results) = try await take(room, text, by: seller)
        #expect(report.refused == 1)
        #expect(results[0].errors.first?.detail.contains("no organisation") == true)
        var reader = seller
        reader.role = .reader
        await #expect(throws: NotPermitted.self) { _ = try await take(room, text, by: reader) }
        #expect(try await take(room, lines(0..<1), by: seller).0.added == 1)
        #expect(try await store.history(HistoryQuery(), in: seller.scope).items.count == 1)
    }

    /// One line after the other, each once the one before it was answered.
    private func converse(_ room: Room, _ lines: [String], by visitor: Visitor, after: (Int, BulkLineResult) async throws -> Void) async throws -> BulkReport {
        let (chunks, feed) = AsyncStream<[UInt8]>.makeStream()
        var count = 0
        func send() {
            if count < lines.count { feed.yield(Array((lines[count] + "\n").utf8)) } else { feed.finish() }
        }
        send()
        return try await room.bench.addInteractions(inBulk: chunks, by: visitor) { results in
            for result in results {
                count += 1
                try await after(count, result)
            }
            send()
        }
    }

    @Test("a token that is revoked while lines come takes in no other one, although more are sent; sight that was lost is lost for the next line")
    func ended() async throws {
        let room = try await Room.open()
        let store = room.bench.store, time = Workbench.clock()
        let member = try await salesperson(in: room)
        let account = Organization(id: .make(at: time), name: "Brunavik", kind: .customer, domains: ["brunavik.example"])
        let summary = try await store.add(account, holders: AccountHolders(members: [member.id]), at: time)
        let made = try await room.bench.makeToken(TokenDraft(name: "bulk", scopes: [.write]), for: member.id, by: .owner)
        let seller = try #require(try await room.bench.visitor(for: made.secret, origin: "192.0.2.7")).visitor
        let lines = [
            #"{"source":"a","id":"1","kind":"call","title":"T","accounts":["brunavik.example"]}"#, #"{"source":"a","id":"2","kind":"call","title":"T","accounts":["brunavik.example"]}"#,
            #"{"source":"a","id":"3","kind":"call","title":"T"}"#,
        ]
        var statuses: [BulkLineResult.Status] = []
        await #expect(throws: VisitorGone.self) {
            _ = try await converse(room, lines, by: seller) { count, result in
                statuses.append(result.status)
                switch count {
                case 1: try await store.setHolders(of: account.id, AccountHolders(), expecting: summary.version)
                case 2: try await room.bench.revokeToken(made.token.id, by: .owner)
                default: break
                }
            }
        }
        #expect(statuses == [.added, .refused])
        #expect(try await store.history(HistoryQuery(), in: .everything).items.count == 1)
    }

    @Test("after a merge the lines that follow go to the account that is kept, by domain and by address; its old id is none")
    func merged() async throws {
        let room = try await Room.open()
        let store = room.bench.store, time = Workbench.clock()
        let acme = Organization(id: .make(at: time), name: "Acme", kind: .customer, domains: ["acme.example"])
        let holding = Organization(id: .make(at: time), name: "Acme Holding", kind: .customer)
        for one in [acme, holding] { try await store.add(one, holders: AccountHolders(), at: time) }
        let pia = Person(id: .make(at: time), name: "Pia", organization: acme.id, reach: [.init(.mail, "pia@private.example")])
        try await store.add(pia, by: nil, at: time)
        // The first has all of them looked up.
        let lines = [
            #"{"source":"a","id":"1","kind":"call","title":"T","accounts":["acme.example","\#(acme.id)"],"participants":[{"address":"pia@private.example"},{"address":"p@acme.example"}]}"#,
            #"{"source":"a","id":"2","kind":"call","title":"T","accounts":["acme.example"]}"#,
            #"{"source":"a","id":"3","kind":"call","title":"T","participants":[{"address":"p@acme.example"}]}"#,
            #"{"source":"a","id":"4","kind":"call","title":"T","participants":[{"address":"pia@private.example"}]}"#,
            #"{"source":"a","id":"5","kind":"call","title":"T","accounts":["\#(acme.id)"]}"#,
        ]
        var results: [BulkLineResult] = []
        _ = try await converse(room, lines, by: .owner) { count, result in
            results.append(result)
            if count == 1 { try await room.bench.mergeOrganization(acme.id, into: holding.id, by: .owner) }
        }
        #expect(results.map(\.status) == [.added, .added, .added, .added, .refused])
        for result in results.prefix(4) {
            #expect(try await store.interaction(try #require(result.id), in: .everything).accounts == [holding.id], "\(result.line)")
        }
        #expect(results[4].errors.first?.pointer == "/accounts/0")
    }

    @Test("what one group says of a gone account is matched again, in the order of lines, but not after a copy of it was taken in")
    func matchedAgain() {
        var cutter = BulkLines(limit: 1_000)
        let portion = cutter.feed(Array(["x", "y", "x", "z", "z"].map { #"{"source":"a","id":"\#($0)","kind":"call","title":"T"}"# + "\n" }.joined().utf8))
        let group = BulkGroup(lines: portion.lines.map { BulkLine($0, in: portion.bytes) }, scope: .everything, prepared: nil, numbers: [1, 2, 3, 4, 5], refused: [])
        #expect(group.toMatchAgain([1, 4, 5]).map(\.number) == [4, 5])
        #expect(group.toMatchAgain([1, 3]).map(\.number) == [1, 3])
    }

    @Test("whoever becomes a reader while lines come brings in no other one")
    func demoted() async throws {
        let room = try await Room.open()
        let store = room.bench.store
        let member = try await salesperson(in: room)
        var answered = 0
        await #expect(throws: NotPermitted.self) {
            _ = try await converse(room, (1...2).map { #"{"source":"a","id":"\#($0)","kind":"call","title":"T"}"# }, by: Visitor(member, in: store.id, origin: "192.0.2.7")) { count, _ in
                answered = count
                _ = try await room.bench.changeRole(of: member.id, to: .reader, by: .owner)
            }
        }
        #expect(answered == 1)
    }

    @Test("an id of the source under which something out of sight is stored is refused, and that stays as it was")
    func hiddenSource() async throws {
        let world = try await Directory.open()
        let seller = try await world.member("seller")
        let hidden = try await world.organization("Zorblatt", domains: ["zorblatt.example"]).id
        try await world.organization("Visible", domains: ["visible.example"], by: seller)
        let id = try #require(try await take(
            world.room, #"{"source":"crm","id":"900","kind":"call","text":"secret","accounts":["zorblatt.example"]}"#
        ).1.first?.id)
        let (report, results) = try await take(
            world.room, #"{"source":"crm","id":"900","kind":"call","text":"mine","accounts":["visible.example"]}"#, by: seller
        )
        #expect(report.refused == 1 && results[0].id == nil)
        #expect(results[0].errors.map(\.pointer) == ["/id"] && results[0].errors[0].detail.contains("not yours to change"))
        let stored = try await world.bench.store.interaction(id, in: .everything)
        #expect(stored.interaction.text == "secret" && stored.accounts == [hidden])
    }

    @Test("results are JSON")
    func json() throws {
        let id = try #require(Identifier<Interaction>("0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b"))
        var bytes: [UInt8] = []
        BulkLineResult(line: 7, id: id, status: .added, errors: []).append(to: &bytes)
        BulkLineResult.refused(8, [.init("“x” is \"wrong\".", at: "/x"), .init("All of it.")]).append(to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == """
            {"line":7,"id":"0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b","status":"added"}
            {"line":8,"id":null,"status":"refused","errors":[{"detail":"“x” is \\"wrong\\".","pointer":"/x"},{"detail":"All of it."}]}

            """)
    }

    @Test("what is clean needs no cleaning: the short way and the long one give the same", arguments: [
        "Plain title", " blank in front", "blank behind ", "two  blanks", "tab\tinside", "line\nbreak", "", " ", "ümlaut", "e\u{301}", "\u{200B}", "a\u{7F}b", "x",
    ])
    func cleaning(text: String) {
        // By way of a character that the short way does not take, which is taken off again.
        var long = OneLine.clean("ä " + text).map { $0.dropFirst() } ?? ""
        if long.first == " " { long = long.dropFirst() }
        // Of what is not shown alone, nothing is left.
        if OneLine.clean("\u{200B}") == nil, text == "\u{200B}" { long = "" }
        #expect(OneLine.clean(text) ?? "" == String(long))
        let paragraphs = Paragraphs.clean("ä\n" + text).map { String($0.dropFirst()).trimmingCharacters(in: .whitespacesAndNewlines) }
        if text != "\u{200B}" { #expect((Paragraphs.clean(text) ?? "") == (paragraphs ?? "")) }
    }
}
