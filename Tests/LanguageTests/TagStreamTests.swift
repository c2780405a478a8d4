import Covalence
import Foundation
import Testing

@testable import Language

@Suite("Tagging JSONL as a stream")
struct TagStreamTests {
    let tagger: DialogueActTagger

    init() throws {
        tagger = try SharedTagger.result.get()
    }

    /// What comes out for an input, cut into chunks of some size.
    private func run(_ input: [UInt8], chunk: Int = 4096, limits: TagStream.Limits = .init()) throws -> String {
        var stream = TagStream(tagger: tagger, limits: limits)
        var position = 0
        var output: [UInt8] = []
        try stream.run(
            reading: { () -> ArraySlice<UInt8>? in
                guard position < input.count else { return nil }
                defer { position += chunk }
                return input[position..<min(input.count, position + chunk)]
            },
            writing: { output += $0 })
        return String(decoding: output, as: UTF8.self)
    }

    private func run(_ input: String, chunk: Int = 4096, limits: TagStream.Limits = .init()) throws -> String {
        try run(Array(input.utf8), chunk: chunk, limits: limits)
    }

    private func objects(_ output: String) throws -> [[String: Any]] {
        try output.split(separator: "\n").map { line in
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8), options: [])
            return try #require(value as? [String: Any])
        }
    }

    private func error(_ input: [UInt8], limits: TagStream.Limits = .init()) -> TagStreamError? {
        do {
            _ = try run(input, limits: limits)
            return nil
        } catch {
            return error as? TagStreamError
        }
    }

    private func error(_ input: String, limits: TagStream.Limits = .init()) -> TagStreamError? {
        error(Array(input.utf8), limits: limits)
    }

    @Test("Lines keep their bytes and order and get two members")
    func keepsLines() throws {
        let lines = [
            #"{"conversation":"a","speaker":"Ann","text":"How do you decide on this?","start":1.50}"#,
            #"{ "text" : "We ask the board." , "speaker" : 7, "note":{"deep":[1,{"x":null}]} }"#,
            #"{"text":"Okay."}"#,
        ]
        let output = try run(lines.joined(separator: "\n")).split(separator: "\n").map(String.init)
        try #require(output.count == 3)
        #expect(output[0].hasPrefix(String(lines[0].dropLast()) + #","act":"Q","question":"wh"}"#))
        #expect(output[1].hasPrefix(#"{ "text" : "We ask the board." , "speaker" : 7, "note":{"deep":[1,{"x":null}]},"act":""#))
        for object in try objects(output.joined(separator: "\n")) {
            let act = try #require(object["act"] as? String)
            #expect(["S", "Q", "B", "D", "F"].contains(act))
            #expect((object["question"] is String) == (act == "Q"))
        }
    }

    @Test("However the input is cut, the output is the same", arguments: [1, 2, 3, 7, 64, 100_000])
    func chunks(size: Int) throws {
        let input = (0..<60).map { #"{"conversation":\#($0 / 20),"speaker":"s\#($0 % 3)","text":"Is “this” réal, or not, \#($0)? 😀 Yes."}"# }
            .joined(separator: "\r\n")
        let output = try run(input, chunk: size)
        #expect(output == (try run(input, chunk: 1 << 20)))
        #expect(try objects(output).count == 60)
    }

    @Test("Members that are there already are replaced, wherever they stand and however they are spelt")
    func replaces() throws {
        let output = try run(#"{"act":"B","text":"Who is it?","\u0071uestion":[1,2],"x":1,"act":{"a":2}}"#)
        #expect(output == #"{"text":"Who is it?","x":1,"act":"Q","question":"wh"}"# + "\n")
    }

    @Test("Escapes in the text are read, the line keeps them")
    func escapes() throws {
        // “Who is it?” with letters as \u escapes: the same words, so the same act.
        let line = #"{"t\u0065xt":"\u0057ho is\tit\u003f \ud83d\ude00 \ud800"}"#
        let output = try run(line)
        #expect(output == String(line.dropLast()) + #","act":"Q","question":"wh"}"# + "\n")
    }

    @Test("Empty lines and a byte order mark are passed over, the last line needs no end")
    func emptyLines() throws {
        #expect(try objects(run("\u{feff}{\"text\":\"a\"}\n\n  \r\n{\"text\":\"b\"}")).count == 2)
        #expect(try run("").isEmpty)
        #expect(try run("\n\n\n").isEmpty)
    }

    @Test("A conversation comes out as soon as the next begins")
    func streams() throws {
        var stream = TagStream(tagger: tagger)
        var output: [UInt8] = []
        func feed(_ text: String) throws -> Int {
            try Array(text.utf8).withUnsafeBufferPointer { bytes in try stream.consume(bytes) { output += $0 } }
            return output.count(where: { $0 == 0x0a })
        }
        #expect(try feed("{\"conversation\":1,\"text\":\"yes\"}\n{\"conversation\":1,\"text\":\"no\"}\n") == 0)
        #expect(try feed("{\"conversation\":\"1\",\"text\":\"yes\"}\n") == 2)
        #expect(try feed("{\"text\":\"yes\"}\n") == 3)
        try stream.finish { output += $0 }
        #expect(output.count(where: { $0 == 0x0a }) == 4)
    }

    @Test("Windows decide as the whole would, but for what is out of a window's sight")
    func windows() throws {
        let sentences = ["so how would you use it?", "uhhuh", "we have two plants in the north", "and then the", "um", "right.", "is it cheap or not?"]
        let input = (0..<400).map { #"{"conversation":"c","speaker":\#($0 * 7 % 5),"text":"\#(sentences[$0 * 31 % 7])"}"# }.joined(separator: "\n")
        let whole = try run(input)
        #expect(try objects(whole).count == 400)
        // The network looks at three neighbours and through them at ten more, so 30 lines of overlap decide alike.
        #expect(try run(input, limits: .init(window: 130, overlap: 30)) == whole)
        #expect(try run(input, limits: .init(windowBytes: 9_000, overlap: 30)) == whole)
        // Tiny windows decide with less in sight, but lose and repeat nothing.
        for limits in [TagStream.Limits(window: 4, overlap: 1), .init(window: 5, overlap: 0), .init(windowBytes: 1, overlap: 9)] {
            let cut = try objects(run(input, limits: limits))
            #expect(cut.map { $0["text"] as? String } == (try objects(whole)).map { $0["text"] as? String })
        }
    }

    @Test("A bad line is named by its number, with what is wrong and what to do", arguments: [
        (#"{"text":"a"}"# + "\n\nx", 3, TagStreamError.Reason.notAnObject),
        ("[1]", 1, .notAnObject),
        ("\"text\"", 1, .notAnObject),
        ("{}", 1, .textMissing),
        (#"{"speaker":"a"}"#, 1, .textMissing),
        (#"{"text":1}"#, 1, .wrongKind(member: "text", allowed: "a string")),
        (#"{"text":null}"#, 1, .wrongKind(member: "text", allowed: "a string")),
        (#"{"text":"a","speaker":[]}"#, 1, .wrongKind(member: "speaker", allowed: "a string, a number or null")),
        (#"{"text":"a","conversation":true}"#, 1, .wrongKind(member: "conversation", allowed: "a string, a number or null")),
        (#"{"text":"a"} {"#, 1, .syntax(expected: "the end of the line")),
        (#"{"text":"a",}"#, 1, .syntax(expected: "a name in quotes")),
        (#"{"text":"a"#, 1, .syntax(expected: "a closing quote")),
        (#"{"text":"a""#, 1, .syntax(expected: "a comma or }")),
        (#"{"text" "a"}"#, 1, .syntax(expected: "a colon")),
        (#"{"text":"\x"}"#, 1, .syntax(expected: "an escape of JSON")),
        (#"{"text":"\u12g4"}"#, 1, .syntax(expected: "four hexadecimal digits")),
        (#"{"text":"a","x":01}"#, 1, .syntax(expected: "a comma or }")),
        (#"{"text":"a","x":-}"#, 1, .syntax(expected: "a value")),
        (#"{"text":"a","x":tru}"#, 1, .syntax(expected: "a value")),
        (#"{"text":"a","x":[1,]}"#, 1, .syntax(expected: "a value")),
        (#"{"text":"a","x":[1}"#, 1, .syntax(expected: "a comma or ]")),
        (#"{"text":"a","x":{"y":1]}"#, 1, .syntax(expected: "a comma or }")),
        ("{\"text\":\"a\tb\"}", 1, .syntax(expected: "an escaped control character")),
    ])
    func badLines(input: String, line: Int, reason: TagStreamError.Reason) throws {
        let found = try #require(error(input))
        #expect(found.line == line)
        #expect(found.reason == reason)
        #expect(found.description.contains("line \(line)"))
    }

    @Test("Bytes that are not UTF-8 are refused", arguments: [
        [0xff], [0xc0, 0xaf], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xf0, 0x80, 0x80, 0x80], [0x80],
    ] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) {
        #expect(error(Array("{\"text\":\"".utf8) + bytes + Array("\"}".utf8))?.reason == .notUTF8)
    }

    @Test("Lines before a bad one come out")
    func linesBefore() throws {
        var stream = TagStream(tagger: tagger)
        var output: [UInt8] = []
        let input = Array("{\"text\":\"a\"}\n{\"text\":\"b\"}\nnonsense\n{\"text\":\"c\"}\n".utf8)
        #expect(throws: TagStreamError.self) {
            try input.withUnsafeBufferPointer { bytes in try stream.consume(bytes) { output += $0 } }
        }
        #expect(output.count(where: { $0 == 0x0a }) == 2)
    }

    @Test("Limits hold for endless lines and deep nesting")
    func limits() throws {
        let long = "{\"text\":\"" + String(repeating: "a", count: 5_000) + "\"}"
        #expect(error(long, limits: .init(line: 1_000))?.reason == .tooLong(limit: 1_000))
        #expect(try objects(run(long, limits: .init(line: 6_000))).count == 1)
        #expect(error(String(repeating: "x", count: 3 << 20))?.reason == .tooLong(limit: 1 << 20))
        let deep = String(repeating: "[", count: 100_000)
        #expect(error("{\"text\":\"a\",\"x\":" + deep)?.reason == .tooDeep(limit: 512))
        let allowed = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        #expect(error("{\"text\":\"a\",\"x\":\(allowed)}") == nil)
    }

    @Test("Damaged input never makes it crash, and what it accepts is what Foundation accepts")
    func damaged() throws {
        let good = Array(#"{"conversation":"a","speaker":-1.5e3,"text":"Is it \ud83d\ude00 “so”?\n","x":[{"y":true},null,"z"]}"#.utf8)
        var seed: UInt64 = 42
        func random(_ n: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % n
        }
        let pieces = Array(#"{}[]",:\u0e+-.1truenl "#.utf8) + [0x00, 0xff, 0xe2, 0xc3]
        var accepted = 0
        for _ in 0..<3_000 {
            var line = good
            for _ in 0...random(3) {
                let at = random(line.count)
                switch random(3) {
                case 0: line[at] = pieces[random(pieces.count)]
                case 1: line.remove(at: at)
                default: line.insert(pieces[random(pieces.count)], at: at)
                }
            }
            let foundation = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
            if let output = try? run(line), !output.isEmpty {
                accepted += 1
                // What we take, Foundation takes too, after our members have been added; but for half a surrogate pair, which
                // RFC 8259 (section 8.2) allows and Foundation does not.
                if !output.lowercased().contains("\\ud") {
                    #expect(throws: Never.self) { try objects(output) }
                }
            } else if let foundation, foundation["text"] is String {
                // Foundation takes it: then it must be one of the kinds we refuse on purpose.
                let speakerIsOdd = foundation["speaker"].map { !($0 is String || $0 is NSNumber || $0 is NSNull) } ?? false
                let bytes = String(decoding: line, as: UTF8.self)
                #expect(speakerIsOdd || bytes.contains("\u{fffd}") || bytes.lowercased().contains("\\ud") || line.contains(0), "\(bytes)")
            }
        }
        #expect(accepted > 100)
    }
}
