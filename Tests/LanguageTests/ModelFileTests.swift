import Foundation
import Testing

@testable import Language

@Suite("The file of weights")
struct ModelFileTests {
    private let bytes: [UInt8]

    init() throws {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/Language/Resources/Models/dialogue-acts.en.bin").standardized
        bytes = [UInt8](try Data(contentsOf: url))
    }

    private func error(_ bytes: [UInt8]) -> ModelFileError? {
        do throws(ModelFileError) {
            _ = try DialogueActModel(bytes: bytes, path: "x.bin")
            return nil
        } catch {
            return error
        }
    }

    @Test("It is under 2 MB and is read")
    func whole() {
        #expect(bytes.count < 2_000_000)
        #expect(error(bytes) == nil)
    }

    @Test("Truncated anywhere, it is refused")
    func truncated() {
        for length in [0, 1, 7] { #expect(error(Array(bytes[..<length])) == .foreign(path: "x.bin")) }
        for length in [8, 12, 19, 20, 100, bytes.count / 2, bytes.count - 1] {
            guard case .damaged = error(Array(bytes[..<length])) else {
                Issue.record("\(length) bytes were taken")
                continue
            }
        }
        guard case .damaged = error(bytes + [0]) else {
            Issue.record("a byte too many was taken")
            return
        }
    }

    @Test("Foreign files, other formats and changed bytes are refused")
    func foreign() {
        #expect(error(Array("PK\u{3}\u{4} something else entirely".utf8)) == .foreign(path: "x.bin"))
        var other = bytes
        other[8] = 99
        #expect(error(other) == .version(path: "x.bin", found: 99, expected: DialogueActModel.format))
        var changed = bytes
        changed[bytes.count / 3] ^= 1
        #expect(error(changed) == .damaged(path: "x.bin", reason: "the checksum does not fit"))
    }

    @Test("Sizes that do not fit are refused though the checksum fits")
    func sizes() {
        for (offset, value) in [(20, UInt8(0xff)), (24, 17), (28, 1), (32, 0), (32, 200), (37, 0xff), (40, 0)] {
            var body = Array(bytes[20...])
            body[offset - 20] = value
            if offset == 40 { body[20...23] = [0, 0, 0xc0, 0x7f] }  // not a number
            if offset == 20 { body[0...3] = [0xff, 0xff, 0xff, 0xff] }
            let checksum = Checksum.crc32(body[...])
            let head = Array(bytes[..<16]) + (0..<4).map { UInt8(truncatingIfNeeded: checksum >> (8 * $0)) }
            guard case .damaged = error(head + body) else {
                Issue.record("\(value) at \(offset) was taken")
                continue
            }
        }
    }

    @Test("The checksum is the usual CRC-32")
    func checksum() {
        // The check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.
        #expect(Checksum.crc32(Array("123456789".utf8)[...]) == 0xcbf4_3926)
        #expect(Checksum.crc32([][...]) == 0)
    }

    @Test("A path without a file gives an error that names it")
    func missing() {
        let url = URL(fileURLWithPath: "/nonexistent/weights.bin")
        #expect { try DialogueActTagger(contentsOf: url) } throws: { "\($0)".contains("/nonexistent/weights.bin") }
    }
}
