import Foundation
import NIOCore
import Testing
@testable import Server

@Suite struct MultipartTests {
    /// The events of a body fed in pieces of a size, with neighbouring content joined.
    func events(_ body: [UInt8], piece: Int, boundary: String = "xx", limits: MultipartParser.Limits = .init()) throws -> [MultipartParser.Event] {
        var parser = try #require(MultipartParser(boundary: boundary, limits: limits))
        var joined: [MultipartParser.Event] = []
        var index = 0
        while index < body.count {
            for event in try parser.feed(body[index..<min(body.count, index + piece)]) {
                if case .content(let more) = event, case .content(let before)? = joined.last {
                    joined[joined.count - 1] = .content(before + more)
                } else {
                    joined.append(event)
                }
            }
            index += piece
        }
        if !parser.isFinished { throw MultipartError.cutShort }
        return joined
    }

    static let form = Array((
        "preamble\r\n--xx\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nA title\r\n"
            + "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\calls\\a b.vtt\"\r\nContent-Type: text/vtt\r\n\r\n"
            + "WEBVTT\r\n\r\n--x\r\n--xy\r\r\n-\r\n--xx \r\ncontent-disposition: form-data; name=empty; filename=\"\"\r\n\r\n\r\n--xx--\r\nepilogue"
    ).utf8)

    // Written out by hand from RFC 2046: the line break before a delimiter belongs to the delimiter.
    static let expected: [MultipartParser.Event] = [
        .began(MultipartPart(name: "title")), .content(Array("A title".utf8)), .ended,
        .began(MultipartPart(name: "file", filename: "a b.vtt", contentType: "text/vtt")),
        .content(Array("WEBVTT\r\n\r\n--x\r\n--xy\r\r\n-".utf8)), .ended,
        .began(MultipartPart(name: "empty", filename: "")), .ended, .finished,
    ]

    @Test(arguments: [1, 2, 3, 5, 7, 16, 64, 10_000])
    func readsAFormWhateverThePieces(piece: Int) throws {
        #expect(try events(Self.form, piece: piece) == Self.expected)
    }

    @Test func aFormMayBeginWithItsBoundary() throws {
        #expect(try events(Array("--xx--".utf8), piece: 1) == [.finished])
    }

    @Test(arguments: [
        ("--xx\r\nno colon here\r\n\r\n", MultipartError.malformedHeader(part: 1)),
        ("--xx\r\nContent-Type: text/plain\r\n\r\n", .unnamedPart(part: 1)),
        ("--xx\r\nContent-Disposition: form-data; filename=x\r\n\r\n", .unnamedPart(part: 1)),
        ("--xxyz\r\n", .malformedHeader(part: 0)),
        ("--xx\r\nContent-Disposition: form-data; name=a\r\n\r\ncontent that never ends", .cutShort),
        ("", .cutShort),
    ])
    func saysWhatIsBroken(body: String, expected: MultipartError) {
        #expect(throws: expected) { try events(Array(body.utf8), piece: 3) }
    }

    @Test func holdsItsLimits() throws {
        let longHeader = "--xx\r\nX: " + String(repeating: "a", count: 20_000)
        #expect(throws: MultipartError.headerTooLarge(part: 1, limit: 16_384)) { try events(Array(longHeader.utf8), piece: 1000) }
        let manyParts = String(repeating: "--xx\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n", count: 4) + "--xx--"
        #expect(throws: MultipartError.tooManyParts(limit: 3)) { try events(Array(manyParts.utf8), piece: 9, limits: .init(parts: 3)) }
        #expect(throws: MultipartError.noFirstPart) { try events([UInt8](repeating: 97, count: 10_000), piece: 100) }
    }

    @Test(arguments: ["", String(repeating: "a", count: 71), "a\r\nb", "é"])
    func refusesABoundaryThatIsNone(boundary: String) {
        #expect(MultipartParser(boundary: boundary) == nil)
    }

    @Test func findsTheBoundaryInAContentType() {
        #expect(MultipartParser.boundary(contentType: "multipart/form-data; boundary=----WebKit1") == "----WebKit1")
        #expect(MultipartParser.boundary(contentType: "Multipart/Form-Data; charset=utf-8; Boundary=\"a b\"") == "a b")
        #expect(MultipartParser.boundary(contentType: "multipart/form-data") == nil)
        #expect(MultipartParser.boundary(contentType: "text/plain; boundary=x") == nil)
        #expect(MultipartParser.boundary(contentType: nil) == nil)
    }

    /// Random bytes made of the pieces a parser cares about: it must come to an end, hold its memory and give the same events
    /// whatever the pieces.
    @Test func randomBodiesGiveTheSameWhateverThePieces() throws {
        var generator = SeededGenerator(state: 7)
        let rounds = ProcessInfo.processInfo.environment["COVALENCE_LONG"] == nil ? 2000 : 200_000
        let words = ["\r\n", "\r", "\n", "--", "xx", "--xx", "\r\n--xx", "\r\n--xx--", "\r\n\r\n", "Content-Disposition: form-data; name=\"a\"", "; filename=\"b\\\"", ":", "a", "\0", "é"]
        for _ in 0..<rounds {
            var body: [UInt8] = generator.next() % 2 == 0 ? Array("--xx\r\nContent-Disposition: form-data; name=a\r\n\r\n".utf8) : []
            for _ in 0..<(generator.next() % 30) { body += Array(words[Int(generator.next() % UInt64(words.count))].utf8) }
            let whole = Result { try events(body, piece: max(1, body.count)) }.mapError { $0 as? MultipartError ?? .noBoundary }
            for piece in [1, 2, 3, 11] {
                let pieces = Result { try events(body, piece: piece) }.mapError { $0 as? MultipartError ?? .noBoundary }
                #expect(pieces == whole)
            }
        }
    }

    @Test func readsPartsFromABody() async throws {
        let buffers = stride(from: 0, to: Self.form.count, by: 6).map { ByteBuffer(bytes: Self.form[$0..<min(Self.form.count, $0 + 6)]) }
        let body = AsyncStream { continuation in
            for buffer in buffers { continuation.yield(buffer) }
            continuation.finish()
        }
        var reader = try MultipartReader(body, contentType: "multipart/form-data; boundary=xx")
        var seen: [String] = []
        while let part = try await reader.nextPart() {
            // The second part is left unread: the reader passes over it.
            seen.append(part.name == "file" ? "file" : "\(part.name)=\(try await reader.text())")
        }
        #expect(seen == ["title=A title", "file", "empty="])
    }

    @Test func aPartOverItsLimitIsNamed() async throws {
        let body = AsyncStream { $0.yield(ByteBuffer(bytes: Self.form)); $0.finish() }
        var reader = try MultipartReader(body, contentType: "multipart/form-data; boundary=xx")
        _ = try await reader.nextPart()
        _ = try await reader.nextPart()
        await #expect(throws: MultipartError.partTooLarge(name: "a b.vtt", limit: 5)) {
            while try await reader.nextContent(limit: 5) != nil {}
        }
    }
}

/// A small generator with a seed († splitmix64, Steele et al. 2014), so that a failing case can be found again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
