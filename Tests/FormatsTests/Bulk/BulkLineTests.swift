import Covalence
import Foundation
@testable import Formats
import Testing

@Suite("Lines of a bulk intake")
struct BulkLineTests {
    private func read(_ text: String) throws(InteractionLineProblem) -> InteractionLine {
        let bytes = Array(text.utf8)
        return try InteractionLine(bytes, 0..<bytes.count)
    }

    private func problems(_ bytes: [UInt8]) -> [String] {
        do {
            _ = try InteractionLine(bytes, 0..<bytes.count)
            return []
        } catch { return error.faults.map(\.detail) }
    }

    static let whole = #"""
        {"source":"crm","id":42,"kind":"call","title":"A call","started":"2026-03-04T09:30:00Z","ended":"2026-03-04T11:40:00+02:00","text":"One.\nTwo \u00e4 \"quoted\"","heardFrom":"the porter","place":"Hall 3","participants":[{"part":"from","name":"Paula","address":"Paula@Brunavik.example"},{"name":"Only a name"}],"accounts":["brunavik.example"],"components":[{"kind":"process","name":"ordering"}],"answers":["41"],"cancelled":true,"revision":7}
        """#

    @Test("everything that a line may say is read")
    func whole() throws {
        let line = try read(Self.whole)
        #expect(line.source == "crm" && line.id == "42" && line.kind == .call && line.title == "A call")
        // 2026-03-04T09:30:00Z is 1772616600 (date -ud), eleven forty in +02:00 is ten minutes later.
        #expect(line.started == Timestamp(milliseconds: 1_772_616_600_000) && line.ended == Timestamp(milliseconds: 1_772_617_200_000))
        #expect(line.text == "One.\nTwo ä \"quoted\"")
        #expect(line.heardFrom == "the porter" && line.place == "Hall 3" && line.accounts == ["brunavik.example"] && line.answers == ["41"])
        #expect(line.participants == [.init(.from, name: "Paula", address: "paula@brunavik.example"), .init(.attendee, name: "Only a name")])
        #expect(line.components == [.init(.process, "ordering")])
        #expect(line.isCancelled && line.revision == 7)
    }

    @Test("the least is a source, an id, a kind and a title or a text; nulls say nothing")
    func least() throws {
        let line = try read(#"{"source":"a","id":"b","kind":"note","title":null,"text":"T","place":null}"#)
        #expect(line.title == nil && line.text == "T")
    }

    @Test("each thing that is wrong is said", arguments: [
        (#"{"id":"b","kind":"note","text":"T"}"#, "“source” is missing"), (#"{"source":"a","kind":"note","text":"T"}"#, "“id” is missing"),
        (#"{"source":"a","id":"b","text":"T"}"#, "“kind” is missing"), (#"{"source":"a","id":"b","kind":"fax","text":"T"}"#, "“kind” is one of"),
        (#"{"source":"a","id":"b","kind":"note"}"#, "neither “title” nor “text”"), (#"{"source":"a:b","id":"b","kind":"note","text":"T"}"#, "“source” is"),
        (#"{"source":"a","id":"b","kind":"note","text":"T","started":"yesterday"}"#, "“started” is a time"),
        (#"{"source":"a","id":"b","kind":"note","text":"T","started":"2026-03-04T09:30:00"}"#, "“started” is a time"),
        (#"{"source":"a","id":"b","kind":"note","text":"T","started":"2026-03-04T09:30:00Z","ended":"2026-03-04T09:29:00Z"}"#, "“ended” lies before"),
        (#"{"source":"a","id":"b","kind":"note","text":"T","startet":1}"#, "“startet” is not known"),
        (#"{"source":"a","id":"b","kind":"note","text":5}"#, "“text” is a text"), (#"{"source":"a","id":"b","kind":"note","text":"T","participants":{}}"#, "“participants” is a list"),
        (#"{"source":"a","id":"b","kind":"note","text":"T","participants":[{"address":"nobody"}]}"#, "no mail address"),
        (#"{"source":"a","id":"b","kind":"note","text":"T","participants":[{"part":"boss","name":"x"}]}"#, "“part” of a participant"),
        (#"{"source":"a","id":"b","kind":"note","text":"T","participants":[{}]}"#, "neither “name” nor “address”"),
        (#"{"source":"a","id":"b","kind":"note","text":"T","accounts":"x"}"#, "“accounts” is a list"), (#"{"source":"a","id":"b","kind":"note","text":"T","revision":-1}"#, "“revision” is"),
        (#"{"source":"a","id":"b","kind":"note","text":"T","cancelled":"yes"}"#, "“cancelled” is"), (#"[1]"#, "no object"), (#"{"source":"a""#, "breaks off"),
        (#"{"source":"a","id":"b","kind":"note","text":"T"} {"#, "goes on"), (#"{"source" "a"}"#, "colon"), ("nonsense", "no object"),
    ])
    func wrong(text: String, words: String) {
        let said = problems(Array(text.utf8)).joined(separator: " ")
        #expect(said.contains(words), "\(said)")
    }

    @Test("each says where", arguments: [
        (#"{"source":"a","id":"b","kind":"note","text":"T","started":"yesterday"}"#, ["/started"]),
        (#"{"source":"a","id":"b","kind":"note","text":"T","ended":"2026-03-04T09:29:00Z"}"#, ["/ended"]),
        (#"{"source":"a","id":"b","kind":"note","text":"T","participants":[{"name":"x"},{"address":"nobody"}]}"#, ["/participants/1/address"]),
        (#"{"source":"a","id":"b","kind":"note","text":"T","participants":[{"name":"x","a/b~c":1}]}"#, ["/participants/0/a~1b~0c"]),
        (#"{"source":"a","id":"b","kind":"note","text":"T","participants":[7]}"#, ["/participants/0"]),
        (#"{"source":"a:b","id":"b","kind":"fax","text":"T","startet":1}"#, ["/source", "/kind", "/startet"]),
        (#"{"id":"b","kind":"note","text":"T"}"#, ["/source"]), (#"{"source":"a","id":"b","kind":"note"}"#, [nil]), ("nonsense", [nil]),
    ] as [(String, [String?])])
    func places(text: String, places: [String?]) throws {
        let error = #expect(throws: InteractionLineProblem.self) { try read(text) }
        #expect(error?.faults.map(\.pointer) == places)
    }

    @Test("several things are said at once")
    func several() { #expect(problems(Array(#"{"kind":"fax","revision":"x"}"#.utf8)).count == 5) }

    @Test("what is no UTF-8, or is deep, is refused and harms nothing")
    func hostile() {
        #expect(problems([0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x7D]) == ["The line is not UTF-8. Write it as UTF-8."])
        #expect(problems(Array(#"{"text":""#.utf8) + [0xED, 0xA0, 0x80] + Array(#""}"#.utf8)).first?.contains("UTF-8") == true)
        let deep = #"{"source":"a","id":"b","kind":"note","text":"T","x":"# + String(repeating: "[", count: 400_000) + String(repeating: "]", count: 400_000) + "}"
        #expect(problems(Array(deep.utf8)) == ["“x” is not known. docs/intake.md lists what a line may say."])
        let open = String(repeating: #"{"a":"#, count: 100_000)
        #expect(!problems(Array(open.utf8)).isEmpty)
    }

    @Test("too long and too many is said", arguments: [
        (#""text":"\#(String(repeating: "t", count: 100_001))""#, "“text” is longer"), (#""title":"\#(String(repeating: "t", count: 2_001))""#, "“title” is longer"),
        (#""text":"T","accounts":[\#(Array(repeating: "\"a.example\"", count: 101).joined(separator: ","))]"#, "“accounts” is a list of at most"),
        (#""text":"T","participants":[\#(Array(repeating: "{\"name\":\"x\"}", count: 201).joined(separator: ","))]"#, "more than 200 participants"),
    ])
    func long(members: String, words: String) {
        #expect(problems(Array(#"{"source":"a","id":"b","kind":"note",\#(members)}"#.utf8)).joined().contains(words))
    }

    // MARK: Cutting

    private func cut(_ chunks: [[UInt8]], limit: Int = 10) -> [String] {
        var cutter = BulkLines(limit: limit)
        var found: [String] = []
        for portion in chunks.map({ cutter.feed($0) }) + [cutter.finish()] {
            for line in portion.lines { found.append("\(line.number):" + (line.range.map { String(decoding: portion.bytes[$0], as: UTF8.self) } ?? "too long")) }
        }
        return found
    }

    @Test("a byte order mark before the first line is passed over wherever the bytes are cut, and does not make it longer; before others it stays")
    func mark() {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = mark + Array("0123456789\r\n".utf8) + mark + Array("x\n".utf8)
        for size in 1...text.count {
            let chunks = stride(from: 0, to: text.count, by: size).map { Array(text[$0..<min($0 + size, text.count)]) }
            #expect(cut(chunks) == ["1:0123456789", "2:\u{FEFF}x"], "\(size)")
        }
        #expect(cut([mark + Array("01234567890".utf8)]) == ["1:too long"])
        #expect(cut([mark]) == [] && cut([Array(mark.prefix(2))]).count == 1)
    }

    @Test("lines come out the same wherever the bytes are cut, blank ones are counted, the last needs no end")
    func cuts() {
        let text = Array("one\r\n\n  \ntwo\nthree".utf8)
        for size in 1...text.count {
            let chunks = stride(from: 0, to: text.count, by: size).map { Array(text[$0..<min($0 + size, text.count)]) }
            #expect(cut(chunks) == ["1:one", "4:two", "5:three"], "\(size)")
        }
    }

    @Test("a line that is too long is passed over, and what comes behind it is read; no more of it is held than the limit")
    func tooLong() {
        let text = Array(("ok\n" + String(repeating: "x", count: 1_000_000) + "\nnext\n" + "0123456789\n" + "01234567890\n" + String(repeating: "y", count: 50)).utf8)
        for size in [7, 65_536, text.count] {
            let chunks = stride(from: 0, to: text.count, by: size).map { Array(text[$0..<min($0 + size, text.count)]) }
            #expect(cut(chunks) == ["1:ok", "2:too long", "3:next", "4:0123456789", "5:too long", "6:too long"], "\(size)")
        }
        var cutter = BulkLines(limit: 10)
        for _ in 0..<1_000 { #expect(cutter.feed(Array(repeating: UInt8(0x78), count: 100)).bytes.count <= 120) }
    }
}
