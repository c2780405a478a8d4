import Covalence
import Formats
import Foundation
import Testing

/// Changed and cut exports. `COVALENCE_LONG=1` does a hundred times as many.
@Suite("CRM exports, fuzz")
struct CRMFuzzTests {
    static let isLong = ProcessInfo.processInfo.environment["COVALENCE_LONG"] == "1"
    private static let pieces = [
        "\"", ",", ";", "\n", "1.234", "1.234,56", "-", "(", "%", "€", "$", "kr", "XQX", "04/03/2026", "31.12.2026", "12:61", "AM", "+99:99", "0", "1e400", "\u{0}", "\u{FEFF}", "\u{202E}",
        "99999999999999999999999", "Amount", "Deal - ", " - ", "id", "2026-02-30", "T", "Z", "<p>", "</", "'", "\u{A0}", "ä",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x80]]

    @Test func nothingBreaksTheImport() throws {
        var generator = SplitMix64(state: 4_711)
        let seeds = CRMSamples.all.map { Array($0.text.utf8) }
        var (taken, lost, refused) = (0, 0, 0)
        for round in 0..<(Self.isLong ? 50_000 : 500) {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...30, using: &generator)))
                default: bytes.insert(contentsOf: Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &generator)], at: place)
                }
                if bytes.isEmpty { bytes = seeds[0] }
            }
            guard let export = try? CRMExport(.bytes(bytes)) else {
                refused += 1
                continue
            }
            for kind in round % 10 == 0 ? CRMRecordKind.allCases.map(Optional.some) : [nil] {
                guard var mapping = kind.map(export.mapping) ?? export.proposal else { continue }
                mapping.defaultCurrency = "EUR"
                let summary = try export.dryRun(mapping)
                #expect(summary.taken.values.reduce(0, +) + summary.lostCount == summary.rowCount)
                #expect(summary.problemCount >= summary.problems.count && summary.problems.allSatisfy { !$0.reason.isEmpty && !$0.advice.isEmpty && $0.row > 0 })
                #expect(summary.problemCounts.reduce(0) { $0 + $1.count } == summary.problemCount)
                taken += summary.rowCount - summary.lostCount
                lost += summary.lostCount
            }
        }
        #expect(taken > 200 && lost > 200)
    }

    @Test func cutAtEveryByte() throws {
        for (_, text) in CRMSamples.all {
            let bytes = Array(text.utf8)
            for end in stride(from: 1, through: bytes.count, by: Self.isLong ? 1 : 3) {
                guard let export = try? CRMExport(.bytes(Array(bytes[..<end]))), let mapping = export.proposal else { continue }
                let summary = try export.dryRun(mapping)
                #expect(summary.rowCount <= 6)
            }
        }
    }

    @Test func randomBytesAreNoExport() {
        var generator = SplitMix64(state: 31)
        for _ in 0..<(Self.isLong ? 50_000 : 500) {
            let bytes = (0..<Int.random(in: 0...500, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect((try? CRMExport(.bytes(bytes)))?.proposal == nil)
        }
    }
}
