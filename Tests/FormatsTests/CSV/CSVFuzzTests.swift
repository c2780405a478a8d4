import Formats
import Foundation
import Testing

/// Random, changed and cut tables. `COVALENCE_LONG=1` does a hundred times as many.
@Suite("CSV, fuzz")
struct CSVFuzzTests {
    static let isLong = ProcessInfo.processInfo.environment["COVALENCE_LONG"] == "1"
    static let seed = "Name;Betrag;Notiz\r\n\"Mölkhaven; Süd\";1.234,56;\"Zeile 1\nZeile \"\"2\"\"\"\r\nHiivanen;12;\r\n\"x\";\"\";\"y\"\r\n"

    /// Written by our writer and read again, whatever is in the cells.
    @Test func whatIsWrittenIsReadBack() throws {
        var generator = SplitMix64(state: 7)
        let pieces = ["a", "\"", ",", ";", "\t", "\n", "\r", "\r\n", " ", "ä", "😀", "1,5", "\"\"", "'", ""]
        for _ in 0..<(Self.isLong ? 20_000 : 200) {
            let columns = Int.random(in: 2...5, using: &generator)
            // A heading without separators, so that the separator can be told.
            let heading = (0..<columns).map { "column \($0)" }
            let rows = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                (0..<columns).map { column in
                    // The letter keeps the writer from marking formulas and the row from being empty.
                    (column == 0 ? "r" : "") + (0..<Int.random(in: 0...6, using: &generator)).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
                }
            }
            var writer = CSVWriter()
            writer.row(heading)
            for row in rows { writer.row(row) }
            let expected = rows.map { row in row.map { ["\t", "\r", "\n"].contains($0.unicodeScalars.first.map { String($0) }) ? "'" + $0 : $0 } }
            let read = try CSVReaderTests.read(Array(writer.text.utf8), separator: .comma)
            #expect(read.records.dropFirst().map(\.fields) == expected && read.faults.isEmpty)
        }
    }

    @Test func nothingBreaksTheReader() throws {
        var generator = SplitMix64(state: 99)
        let seed = Array(Self.seed.utf8)
        let pieces: [UInt8] = Array("\"\"\";,\t\r\n\n ax".utf8)
        var (records, faults) = (0, 0)
        for round in 0..<(Self.isLong ? 200_000 : 2_000) {
            var bytes: [UInt8]
            switch round % 3 {
            case 0: bytes = (0..<Int.random(in: 0...300, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            case 1: bytes = (0..<Int.random(in: 0...300, using: &generator)).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }
            default:
                bytes = seed
                for _ in 0..<Int.random(in: 1...5, using: &generator) {
                    let place = Int.random(in: 0..<bytes.count, using: &generator)
                    if Bool.random(using: &generator) { bytes.insert(pieces[Int.random(in: 0..<pieces.count, using: &generator)], at: place) } else { bytes[place] = UInt8.random(in: 0...255, using: &generator) }
                }
            }
            guard let read = try? CSVReaderTests.read(bytes) else { continue }
            records += read.records.count
            faults += read.faults.count
            var last = 0
            for record in read.records {
                #expect(record.count > 0 && record.row > last && record.line >= record.row - 1)
                last = record.row
            }
            // Nothing comes out that is not in the file.
            #expect(read.records.reduce(0) { $0 + $1.fields.reduce(0) { $0 + $1.utf8.count } } <= bytes.count * 3)
            #expect(read.records.count + read.faults.count { $0.isRowLost } <= bytes.count + 1)
        }
        #expect(records > 1_000 && faults > 100)
    }

    @Test func cutAtEveryByte() throws {
        let bytes = Array(Self.seed.utf8)
        let whole = try CSVReaderTests.read(bytes).records.map(\.fields)
        for end in 1...bytes.count {
            let read = try CSVReaderTests.read(Array(bytes[..<end]), separator: .semicolon)
            // All rows but the last are those of the whole, or a fault says that a mark was open.
            let sure = read.records.dropLast().map(\.fields)
            #expect(read.faults.contains { $0.kind == .unclosedQuote } || Array(whole.prefix(sure.count)) == sure)
        }
    }

    /// A table read from memory in one piece and in portions has the same records: a file larger than a portion, broken all over.
    @Test func portionsDoNotMatter() throws {
        var generator = SplitMix64(state: 5)
        var limits = TableLimits()
        limits.maxFieldBytes = 2_000
        limits.maxRecordBytes = 5_000
        let pieces = ["\"", "\"\"", ",", "\n", "\r\n", "abc", "ä", String(repeating: "x", count: 700)]
        let body = (0..<(Self.isLong ? 400_000 : 60_000)).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
        let bytes = Array(body.utf8)
        let read = try CSVReaderTests.read(bytes, separator: .comma, limits: limits)
        // The same behind 100,000 bytes of another row: all ends of portions lie elsewhere.
        let moved = try CSVReaderTests.read(Array((String(repeating: "y,", count: 500) + "\n").utf8) + (0..<99).flatMap { _ in Array((String(repeating: "y,", count: 500) + "\n").utf8) } + bytes, separator: .comma, limits: limits)
        #expect(read.records.count > 100 && read.faults.count > 100)
        #expect(moved.records.dropFirst(100).map(\.fields) == read.records.map(\.fields))
        #expect(moved.faults.map(\.line) == read.faults.map { $0.line + 100 })
    }
}
