import ArgumentParser
import Covalence
import Formats
import Foundation
import Server
import Store
import Workbench

/// Options of exports of CRMs and address cards.
struct RecordsOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Of a table: what its rows are: account, contact, opportunity, activity, field-change. Told by its columns where not given.", valueName: "kind"))
    var kind: String?

    @Option(help: ArgumentHelp("Of a table: the program it comes from: salesforce, hubspot, pipedrive, other. Keep it the same from one export to the next.", valueName: "program"))
    var source: String?

    @Option(help: ArgumentHelp("Of a table: what a column means; nothing behind the sign leaves it out. May be given several times.", valueName: "column=field"))
    var map: [String] = []

    @Option(help: ArgumentHelp("Of a table: the currency of amounts without one: EUR.", valueName: "code"))
    var currency: String?

    @Option(name: .customLong("day-order"), help: ArgumentHelp("Of a table: how 4/3/2026 is meant: day-first or month-first.", valueName: "order"))
    var dayOrder: String?

    @Option(name: .customLong("decimal-mark"), help: ArgumentHelp("Of a table: how 1.234 is meant: point or comma.", valueName: "mark"))
    var decimalMark: String?

    @Flag(name: .customLong("dry-run"), help: "Of a table or address cards: say what would become of the rows, and store nothing.")
    var dryRun = false

    /// Whether any of them is given.
    var isGiven: Bool { kind != nil || source != nil || !map.isEmpty || currency != nil || dayOrder != nil || decimalMark != nil || dryRun }

    /// What they say.
    ///
    /// - Parameter zone: for times without one.
    /// - Throws: `ValidationError` for a word that none of them knows.
    func choices(zone: String?) throws -> ImportChoices {
        var columns: [String: CRMField?] = [:]
        for text in map {
            do {
                let (name, field) = try ImportChoices.column(text)
                columns[name] = .some(field)
            } catch { throw ValidationError(String(describing: error)) }
        }
        return ImportChoices(
            kind: try word(kind, "--kind", CRMRecordKind.self), source: try word(source, "--source", CRMSource.self), columns: columns, currency: currency, timeZone: zone,
            dayOrder: try word(dayOrder, "--day-order", DayOrder.self), decimalMark: try word(decimalMark, "--decimal-mark", DecimalMark.self)
        )
    }

    private func word<Word: RawRepresentable & CaseIterable>(_ text: String?, _ option: String, _: Word.Type) throws -> Word? where Word.RawValue == String {
        guard let text else { return nil }
        guard let word = Word(rawValue: text) else {
            throw ValidationError("\(option) takes \(Word.allCases.map(\.rawValue).joined(separator: ", ")), not “\(text.printable)”.")
        }
        return word
    }

    /// Whether a file holds a table of a CRM or address cards: by what is given, by its content, by its columns.
    func holdsRecords(_ path: String) -> Bool {
        if isGiven { return true }
        let lower = path.lowercased()
        guard lower.hasSuffix(".csv") || lower.hasSuffix(".vcf") || lower.hasSuffix(".tsv") else { return false }
        if lower.hasSuffix(".vcf") { return true }
        // Tables of transcripts have other columns.
        let export = try? CRMExport(.file(URL(filePath: path)), file: path)
        return export?.proposal.map { $0.source != .other } ?? false
    }
}

/// Brings one file of records in, for the command line.
struct RecordsFile {
    var path: String
    var options: RecordsOptions
    var zone: String?

    /// - Returns: the import as it stands after it.
    func take(into bench: Workbench) async throws -> OpenImport {
        let terminal = Terminal()
        let incoming = try await bench.receiveRecords(by: .owner)
        try incoming.append(contentsOf: path)
        let open = try await bench.keepRecords(incoming, named: path, choices: try options.choices(zone: zone), by: .owner)
        guard open.isReady else {
            try await bench.discardImport(open.id, by: .owner)
            throw TableError(
                kind: .notRecognised, file: path, reason: "The columns say too little about what its rows are.",
                advice: "Say it with --kind account, contact, opportunity, activity or field-change, and what columns mean with --map column=field."
            )
        }
        if options.dryRun {
            let (name, all) = (path.printable, open.made.rowCount)
            let tried = try await bench.tryOut(open.id, by: .owner) { row in terminal.progress("\(name): row \(row) of \(all) tried") }
            terminal.endProgress()
            try await bench.discardImport(open.id, by: .owner)
            return tried
        }
        let done = try await bench.bringIn(open.id, by: .owner) { made in terminal.progress("\(made.name.printable): row \(made.place) of \(made.rowCount)") }
        terminal.endProgress()
        return done
    }
}

extension IncomingFile {
    /// Copies a file piece by piece, so that its size costs no memory.
    func append(contentsOf path: String) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw TableError(kind: .unreadable, file: path, reason: "The file cannot be opened.", advice: "Check its name and that you may read it.")
        }
        defer { try? handle.close() }
        while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty { try append(chunk) }
    }
}

extension OpenImport {
    /// What became of it, in a few lines.
    var text: String {
        var lines: [String] = []
        let counts = report.trial ?? made.counts
        let sentence = "\(counts.added) added, \(counts.updated) updated, \(counts.unchanged) unchanged, \(counts.refused) left out"
        let what = isCards ? "address cards" : mapping.map { "\($0.kind.name) from \($0.source.name)" } ?? "a table"
        switch made.state {
        case .open: lines.append("\(made.name): \(what), \(made.rowCount) rows. A dry run: \(sentence). Nothing was stored.")
        case .done: lines.append("\(made.name): \(what). \(sentence).  \(made.id)")
        case .undone: lines.append("\(made.name): taken back. \(made.undone.removed) removed, \(made.undone.restored) as before, \(made.undone.kept) kept.  \(made.id)")
        default: lines.append("\(made.name): \(made.state.rawValue)\(report.failure.map { ". \($0)" } ?? "")  \(made.id)")
        }
        if report.namedAccounts > 0 { lines.append("  \(report.namedAccounts) accounts that rows only name come in with their names.") }
        lines += report.questions.map { "  \($0.sentence)" } + report.notes.map { "  \($0)" }
        lines += report.problems.prefix(20).map { "  \($0)" }
        if report.problemCount > 20 { lines.append("  and \(report.problemCount - 20) more problems.") }
        lines += kept.map { "  \($0.count) × \($0.thing): \($0.reason)" }
        return lines.joined(separator: "\n").printableLines
    }
}
