import Covalence
import Foundation
import Testing

@Suite("Claims as known on a date")
struct LedgerTests {
    private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    private func claim(_ number: Int, recordedAt: Int64) -> Claim {
        Claim(
            id: makeIdentifier(number), kind: "meeting.benefit", subject: .meeting(makeIdentifier(900)),
            author: .engine("words-en/1"), recordedAt: at(recordedAt)
        )
    }

    @Test func foldsDecisionsUpToTheDate() {
        let ledger = Ledger(
            claims: [claim(2, recordedAt: 20), claim(1, recordedAt: 10)],
            decisions: [
                Decision(claim: makeIdentifier(1), standing: .rejected, author: .person("Ann"), at: at(40), reason: "misheard"),
                Decision(claim: makeIdentifier(1), standing: .confirmed, author: .person("Ann"), at: at(30)),
            ]
        )
        #expect(ledger.asKnown(at: at(9)).isEmpty)
        #expect(ledger.asKnown(at: at(10)).map(\.id) == [makeIdentifier(1)])
        #expect(ledger.asKnown(at: at(29)).map(\.standing) == [.suggested, .suggested])
        #expect(ledger.asKnown(at: at(30)).map(\.standing) == [.confirmed, .suggested])
        #expect(ledger.asKnown(at: at(39)).map(\.standing) == [.confirmed, .suggested])
        #expect(ledger.asKnown(at: at(40)).map(\.standing) == [.rejected, .suggested])
        #expect(ledger.history(of: makeIdentifier(1)).map(\.standing) == [.confirmed, .rejected])
        #expect(ledger.history(of: makeIdentifier(2)).isEmpty)
    }

    @Test func theOrderOfEqualTimesIsKept() {
        let undo = [Standing.confirmed, .rejected, .suggested].map {
            Decision(claim: makeIdentifier(1), standing: $0, author: .person("Ann"), at: at(30))
        }
        let ledger = Ledger(claims: [claim(1, recordedAt: 10)], decisions: undo)
        #expect(ledger.asKnown(at: at(30)).map(\.standing) == [.suggested])
        #expect(ledger.history(of: makeIdentifier(1)).map(\.standing) == [.confirmed, .rejected, .suggested])
    }

    @Test func liveAreThoseThatWaitOrDecide() {
        #expect(Standing.allCases.filter(\.isLive) == [.suggested, .confirmed])
    }

    @Test func claimsComeBackFromJSON() throws {
        var claim = claim(1, recordedAt: 10)
        claim.subject = .participant(makeIdentifier(3), in: makeIdentifier(900))
        claim.author = .imported("crm.csv")
        claim.evidence = [
            Evidence(.words(Evidence.Words(transcript: makeIdentifier(5), range: 3..<9))), Evidence(.claim(makeIdentifier(6)), basis: .assumed),
        ]
        claim.payload = ["effect": "saving"]
        #expect(try JSONDecoder().decode(Claim.self, from: JSONEncoder().encode(claim)) == claim)
        #expect(claim.author.name == "crm.csv")
    }
}

@Suite("Known or not")
struct KnownTests {
    private static let cases: [Known<[Int]>] = [
        .known([1, 2]), .notKnown(.sides), .notKnown(.times), .notKnown(.language), .notKnown(.unreadLanguage("fi")),
        .notKnown(.material("three windows are needed.")),
    ]

    @Test(arguments: cases)
    func comesBackFromJSON(value: Known<[Int]>) throws {
        #expect(try JSONDecoder().decode(Known<[Int]>.self, from: JSONEncoder().encode(value)) == value)
    }

    @Test func saysWhyInTheExport() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let data = try encoder.encode(Known<Int>.notKnown(.times))
        #expect(String(decoding: data, as: UTF8.self) == #"{"missing":"times","notKnown":"Not known: this file has no times."}"#)
        let bare = try JSONDecoder().decode(Known<Int>.self, from: Data(#"{"notKnown":"Not known: this file has no times."}"#.utf8))
        #expect(bare.missing?.sentence == "Not known: this file has no times.")
    }

    @Test func mapsOnlyWhatIsKnown() {
        #expect(Known.known(2).map { $0 * 3 } == .known(6))
        #expect(Known<Int>.notKnown(.sides).map { $0 * 3 } == .notKnown(.sides))
        #expect(Known<Int>.notKnown(.sides).value == nil)
        #expect(Known.known(1).missing == nil)
    }
}
