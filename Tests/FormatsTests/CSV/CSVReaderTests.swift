import Formats
import Foundation
import Testing

/// Reads whole tables; expected fields of the well-formed ones are what Python's csv module gives for the same text.
@Suite("CSV, reading")
struct CSVReaderTests {
    static func read(_ bytes: [UInt8], separator: CSVSeparator? = nil, limits: TableLimits = TableLimits()) throws(TableError) -> (records: [CSVRecord], faults: [CSVFault], layout: CSVLayout) {
        let layout = try CSVLayout(.bytes(bytes), separator: separator, limits: limits)
        var reader = try CSVReader(.bytes(bytes), layout, limits: limits)
        var records: [CSVRecord] = []
        var faults: [CSVFault] = []
        while let entry = try reader.next() {
            switch entry {
            case .record(let record): records.append(record)
            case .fault(let fault): faults.append(fault)
            }
        }
        return (records, faults, layout)
    }

    static func fields(_ text: String) throws -> [[String]] { try read(Array(text.utf8)).records.map(\.fields) }

    @Test(arguments: [
        ("a,b\r\n1,\"x, y\"\r\n", [["a", "b"], ["1", "x, y"]]),
        ("a;b\n\"x\n\"\"y\"\"\";2\n", [["a", "b"], ["x\n\"y\"", "2"]]),
        ("a\tb\n\t\n", [["a", "b"], ["", ""]]),
        ("a,b\n\"\",\"\"\n", [["a", "b"], ["", ""]]),
        ("a,b,c\n1,,\n", [["a", "b", "c"], ["1", "", ""]]),
        ("a,b\n5\" pipe,x\"y\n", [["a", "b"], ["5\" pipe", "x\"y"]]),
        ("n,t\r\n\"one\r\ntwo\",2\r\nthree,\"4\"", [["n", "t"], ["one\r\ntwo", "2"], ["three", "4"]]),
    ])
    func asPythonReadsIt(text: String, expected: [[String]]) throws {
        #expect(try Self.fields(text) == expected)
    }

    @Test func lineEndsAndEmptyLines() throws {
        let read = try Self.read(Array("a,b\r1,2\r\r\n\n3,4".utf8))
        #expect(read.records.map(\.fields) == [["a", "b"], ["1", "2"], ["3", "4"]])
        // Empty lines count, as in a spreadsheet: a,b is row 1, the empty ones are rows 3 and 4.
        #expect(read.records.map(\.row) == [1, 2, 5])
        #expect(read.records.map(\.line) == [1, 2, 5])
        let folded = try Self.read(Array("a,b\n\"x\ny\nz\",1\n2,3\n".utf8))
        #expect(folded.records.map(\.line) == [1, 2, 5] && folded.records.map(\.row) == [1, 2, 3])
    }

    @Test func separatorIsFoundOut() throws {
        #expect(try Self.read(Array("Name;Betrag, EUR\nA;1,5\nB;2,25\n".utf8)).layout.separator == .semicolon)
        #expect(try Self.read(Array("Name,Note\nA,\"x;y;z\"\nB,\"p;q\"\n".utf8)).layout.separator == .comma)
        #expect(try Self.read(Array("Name\tNote, long\nA\tx, y\n".utf8)).layout.separator == .tab)
        let said = try Self.read(Array("sep=;\r\na,b;c\r\n1;2\r\n".utf8))
        #expect(said.layout.separator == .semicolon)
        #expect(said.records.map(\.fields) == [["a,b", "c"], ["1", "2"]] && said.records[0].line == 2 && said.records[0].row == 2)
        #expect(try Self.fields("sep=;\na") == [["a"]])
        #expect(try Self.fields("only\none\n") == [["only"], ["one"]])
    }

    @Test func encodings() throws {
        let text = "Name,Ort\nJürgen,Mölkhaven\n"
        func wide(_ littleEndian: Bool) -> [UInt8] { text.utf16.flatMap { littleEndian ? [UInt8($0 & 255), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 255)] } }
        let latin = text.unicodeScalars.map { UInt8($0.value) }
        let cases: [([UInt8], TextEncodingName)] = [
            (Array(text.utf8), .utf8), ([0xEF, 0xBB, 0xBF] + Array(text.utf8), .utf8BOM), ([0xFF, 0xFE] + wide(true), .utf16LE),
            ([0xFE, 0xFF] + wide(false), .utf16BE), (wide(true), .utf16LE), (latin, .windows1252),
        ]
        for (bytes, name) in cases {
            let read = try Self.read(bytes)
            #expect(read.layout.encoding == name)
            #expect(read.records.map(\.fields) == [["Name", "Ort"], ["Jürgen", "Mölkhaven"]])
            #expect(read.layout.notes.isEmpty == (name != .windows1252))
        }
        // One wrong byte far down does not make the letters before it wrong.
        let mostly = Array(("Name,Ort\n" + String(repeating: "Jürgen,Mölkhaven\n", count: 20_000)).utf8) + [0x41, 0xFC, 0x2C, 0x42, 0x0A]
        let read = try Self.read(mostly)
        #expect(read.layout.encoding == .utf8 && read.records.count == 20_002 && read.records.last?.fields == ["A\u{FFFD}", "B"])
        #expect(read.records.allSatisfy { $0.row == 1 || $0.row == 20_002 || $0.fields == ["Jürgen", "Mölkhaven"] })
    }

    @Test func aFileIsReadLikeItsBytes() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: url) }
        // Letters of two bytes lie across the ends of portions somewhere.
        let bytes = Array(("ä,b\n" + (0..<60_000).map { "ö\($0),\"ü\n\($0)\"\n" }.joined()).utf8)
        try Data(bytes).write(to: url)
        let layout = try CSVLayout(.file(url))
        var reader = try CSVReader(.file(url), layout)
        var records: [CSVRecord] = []
        while let entry = try reader.next() { if case .record(let record) = entry { records.append(record) } }
        #expect(records == (try Self.read(bytes).records) && records.count == 60_001)
        #expect(throws: TableError.self) { try CSVLayout(.file(url.appendingPathExtension("gone"))) }
    }

    @Test func unclosedQuotesCostTheirLineOnly() throws {
        // The mark of line 2 is open; the one that opens the first field of line 4 shows it.
        let read = try Self.read(Array("a,b,c\n1,\"two,3\n4,5,6\n\"seven\",8,9\n".utf8))
        #expect(read.records.map(\.fields) == [["a", "b", "c"], ["4", "5", "6"], ["seven", "8", "9"]])
        #expect(read.faults.map(\.kind) == [.unclosedQuote] && read.faults.map(\.line) == [2] && read.faults.map(\.row) == [2])
        #expect(read.records.map(\.row) == [1, 3, 4])
        let atEnd = try Self.read(Array("a,b\n1,\"two\n3,4\n".utf8))
        #expect(atEnd.records.map(\.fields) == [["a", "b"], ["3", "4"]] && atEnd.faults.map(\.line) == [2])
        // Further down in a record of several lines.
        let inner = try Self.read(Array("a,b\n\"x\ny\",\"z\n3,4\n".utf8))
        #expect(inner.records.map(\.fields) == [["a", "b"], ["3", "4"]] && inner.faults.map(\.line) == [3])
    }

    @Test func strayQuotesAreLetters() throws {
        let read = try Self.read(Array("a,b\n\"He said \"hello\" to us\",2\n\"x\"  ,3\n".utf8))
        #expect(read.records.map(\.fields) == [["a", "b"], ["He said \"hello\" to us", "2"], ["x", "3"]])
        #expect(read.faults.map(\.kind) == [.strayQuote] && read.faults.first?.line == 2 && read.faults.first?.isRowLost == false)
    }

    @Test func limitsHold() throws {
        var limits = TableLimits()
        limits.maxFieldBytes = 10
        limits.maxColumns = 4
        limits.maxRecordBytes = 30
        let long = String(repeating: "x", count: 11)
        let text = "a,b\n\(long),1\n2,\"\(long)\"\n3,\"\(String(repeating: "y", count: 10))\"\n1,2,3,4,5\n1,2,3,4\n"
        let read = try Self.read(Array(text.utf8), limits: limits)
        #expect(read.records.map(\.fields) == [["a", "b"], ["3", "yyyyyyyyyy"], ["1", "2", "3", "4"]])
        #expect(read.faults.map(\.kind) == [.tooLong, .unclosedQuote, .tooManyColumns] && read.faults.map(\.line) == [2, 3, 5])
        limits.maxBytes = 20
        #expect(throws: TableError.self) { try CSVLayout(.bytes(Array(text.utf8)), limits: limits) }
    }

    @Test(arguments: [("", TableError.Kind.empty), (" \n\r\n", .empty), ("PK\u{3}\u{4}xxxx", .binary), ("%PDF-1.7", .binary), ("\u{0}\u{1}\u{2}\u{0}\u{1}\u{2}abc", .binary)])
    func whatIsNoTableIsRefused(text: String, kind: TableError.Kind) throws {
        let error = #expect(throws: TableError.self) { try Self.read(Array(text.utf8)) }
        #expect(error?.kind == kind && error?.reason.isEmpty == false && error?.advice.isEmpty == false)
    }

    /// 500,000 lines, each of which opens a mark that nobody closes: looked at each time, they would cost 500,000 times a million bytes.
    @Test func marksMadeToHurtCostNoMoreThanOthers() throws {
        let read = try Self.read(Array(("a,b\n" + String(repeating: "\"\"x\n", count: 500_000)).utf8))
        #expect(read.faults.contains { $0.kind == .quotesIgnored })
        #expect(read.records.count + read.faults.count { $0.isRowLost } == 500_001)
        #expect(read.records.last?.fields == ["\"\"x"])
    }
}
