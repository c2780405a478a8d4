import Covalence
import Foundation
import Testing

@Suite("Ids")
struct IdentifierTests {
    /// All random bits set, so that the layout of RFC 9562, section 5.7, can be read off: 48 bits of time, 4 bits version, 12 bits
    /// random, 2 bits variant `10`, 62 bits random.
    private struct Ones: RandomNumberGenerator {
        mutating func next() -> UInt64 { .max }
    }

    private struct Zeros: RandomNumberGenerator {
        mutating func next() -> UInt64 { 0 }
    }

    @Test func hasTheBitsOfVersion7() {
        // The example of RFC 9562, appendix A.6: 2022-02-22T19:22:22Z is 0x017F22E279B0.
        let time = Timestamp(milliseconds: 0x017F_22E2_79B0)
        var ones = Ones()
        var zeros = Zeros()
        #expect(Identifier<Meeting>.make(at: time, using: &ones).description == "017f22e2-79b0-7fff-bfff-ffffffffffff")
        #expect(Identifier<Meeting>.make(at: time, using: &zeros).description == "017f22e2-79b0-7000-8000-000000000000")
    }

    @Test func laterOnesSortLater() {
        var generator = SeededGenerator(seed: 7)
        var previous: Identifier<Claim>?
        for _ in 0..<500 {
            let time = Timestamp(milliseconds: (previous.map { milliseconds($0) } ?? 1_700_000_000_000) + Int64.random(in: 1...9_999_999, using: &generator))
            let next = Identifier<Claim>.make(at: time, using: &generator)
            if let previous {
                #expect(previous < next)
                #expect(previous.description < next.description)
                #expect(!(next < previous))
            }
            previous = next
        }
    }

    private func milliseconds(_ identifier: Identifier<Claim>) -> Int64 {
        Int64(identifier.description.replacing("-", with: "").prefix(12), radix: 16) ?? 0
    }

    @Test func timesBefore1970CountAsZero() {
        var zeros = Zeros()
        #expect(Identifier<Claim>.make(at: Timestamp(milliseconds: -5), using: &zeros).description == "00000000-0000-7000-8000-000000000000")
    }

    @Test func readsTheCanonicalFormInEitherCase() {
        let text = "017F22E2-79B0-7CC3-98C4-DC0C0C07398F"
        #expect(Identifier<Meeting>(text)?.description == text.lowercased())
        for wrong in [
            "", "-", "017f22e279b07cc398c4dc0c0c07398f", "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f-",
            "-017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2--79b0-7cc3-98c4-dc0c0c0739", "017f22e-279b0-7cc3-98c4-dc0c0c07398f",
            "017f22e2_79b0_7cc3_98c4_dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398\u{0661}", "017f22e2-79b0-7cc3-98c4-dc0c0c07398é",
        ] {
            #expect(Identifier<Meeting>(wrong) == nil, "\(wrong)")
        }
    }

    /// A pattern and Foundation's own reading and writing are the independent tools; Foundation alone also takes spaces in the place of digits.
    @Test func isReadAndWrittenAsFoundationDoes() {
        let canonical = /[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}/
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2000 {
            let words = (generator.next() as UInt64, generator.next() as UInt64)
            let uuid = withUnsafeBytes(of: words) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
            #expect(Identifier<Meeting>(uuid).description == uuid.uuidString.lowercased())
            #expect(Identifier<Meeting>(uuid.uuidString)?.uuid == uuid)
            // A character changed, taken out or put in.
            var text = Array(uuid.uuidString.lowercased())
            let place = Int.random(in: text.indices, using: &generator), other = "0aF-g ".randomElement(using: &generator) ?? "0"
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: text[place] = other
            case 1: text.remove(at: place)
            default: text.insert(other, at: place)
            }
            let changed = String(text)
            #expect(Identifier<Meeting>(changed)?.uuid == (changed.wholeMatch(of: canonical) == nil ? nil : UUID(uuidString: changed)), "\(changed)")
        }
    }

    @Test func isWrittenAsTextInJSON() throws {
        let id: Identifier<Meeting> = makeIdentifier(3)
        let data = try JSONEncoder().encode([id])
        #expect(String(decoding: data, as: UTF8.self) == "[\"\(id)\"]")
        #expect(try JSONDecoder().decode([Identifier<Meeting>].self, from: data) == [id])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Identifier<Meeting>].self, from: Data(#"["x"]"#.utf8)) }
    }
}
