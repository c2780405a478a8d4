import ArgumentParser
import Covalence
import Formats
import Foundation
import Server
import Store
import Workbench

/// `covalence import FILE`: transcripts, mails, calendars, tables into the store.
struct ImportFilesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "files",
        abstract: "Brings files in. The word files may be left out.",
        discussion: """
            EXAMPLES:
              covalence import *.vtt --data ./data
              covalence import deals.csv --dry-run
            """
    )

    @Argument(help: "Files.", completion: .file())
    var files: [String] = []

    @OptionGroup var store: StoreOptions

    @Option(help: "Somebody on the customer's side; may be given several times.")
    var customer: [String] = []

    @Option(help: "Somebody on the seller's side; may be given several times.")
    var seller: [String] = []

    @Option(name: .customLong("third-party"), help: "Somebody on neither side; may be given several times.")
    var thirdParty: [String] = []

    @Option(help: "The meeting's title; the file's name where not given.")
    var title: String?

    @Option(help: ArgumentHelp("When the meeting began, with a time zone: 2026-03-04T09:30:00Z.", valueName: "time"))
    var started: String?

    @Option(help: "The language of the words (en, de, …). Detected where not given.")
    var language: String?

    @OptionGroup(title: "Consent") var consent: ConsentOptions

    @OptionGroup(title: "Exports of CRMs, address cards") var records: RecordsOptions

    @Option(help: ArgumentHelp("A recording to play with the meeting.", valueName: "file"), completion: .file())
    var recording: String?

    @Flag(help: "Import what can be read of files with broken cues.")
    var importRest = false

    @Flag(help: "Import a file that is there already as another meeting.")
    var again = false

    @Option(help: "Of mails and calendars: which people are added to the record: known (at domains of known organisations), all, none.")
    var people = "known"

    @Flag(help: "Of mails: take in what programs and mailing lists sent, too.")
    var automatic = false

    @Flag(name: .customLong("whole-text"), help: "Of mails: keep quoted history and signatures, too.")
    var wholeText = false

    @Option(help: ArgumentHelp("Of calendars: from this day on; two years back where not given.", valueName: "date"))
    var from: String?

    @Option(help: ArgumentHelp("Of calendars: up to this day; one year ahead where not given. Where something comes later, that is said.", valueName: "date"))
    var before: String?

    @Option(help: ArgumentHelp("Of calendars and tables: the zone of times without one: Europe/Helsinki.", valueName: "zone"))
    var zone: String?

    @Flag(help: "Say what became of each file as JSON lines.")
    var json = false

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("Name at least one transcript file: covalence import meeting.vtt --data ./data") }
        if let started, Timestamp(iso8601: started) == nil {
            throw ValidationError("“\(started)” is not a time with a zone. Write it as 2026-03-04T09:30:00Z or 2026-03-04T11:30:00+02:00.")
        }
        guard ["known", "all", "none"].contains(people) else { throw ValidationError("--people takes known, all or none.") }
        _ = try mailOptions()
        _ = try consent.answer()
        _ = try records.choices(zone: zone)
        guard files.count == 1 || (recording == nil && title == nil) else {
            throw ValidationError("--title and --recording go with one file.")
        }
    }

    private func mailOptions() throws -> InteractionImportOptions {
        var options = InteractionImportOptions()
        options.createPeople = people == "known" ? nil : people == "all"
        options.takesAutomatic = automatic
        options.keepsWholeText = wholeText
        options.from = try from.map(Self.day)
        options.before = try before.map(Self.day)
        options.zone = zone
        return options
    }

    private static func day(_ text: String) throws -> Timestamp {
        guard CalendarDay(text) != nil, let time = Timestamp(iso8601: text + "T00:00:00Z") else {
            throw ValidationError("“\(text.printable)” is not a date. Write it as 2026-03-04.")
        }
        return time
    }

    func run() async throws {
        let terminal = Terminal()
        let (lines, others) = (self.files.filter(Self.holdsLines), self.files.filter { !Self.holdsLines($0) })
        let (tables, files) = (others.filter(records.holdsRecords), others.filter { !records.holdsRecords($0) })
        let failed = try await store.withWorkbench(create: true) { bench in
            var failed = false
            for file in lines {
                let report = try await BulkFile(path: file).take(into: bench, json: json)
                failed = failed || report.refused > 0
            }
            for table in tables {
                do {
                    let open = try await RecordsFile(path: table, options: records, zone: zone).take(into: bench)
                    terminal.line(json ? try jsonLine(ImportJSON(open)) : open.text)
                } catch {
                    // Said already, so that it is not said once more on the way out.
                    let exit = Failures.exit(for: error)
                    guard exit as? ExitCode == .badFile, self.files.count > 1 else { throw exit }
                    failed = true
                }
            }
            // Reading keeps a core busy and storing the disk: as many files at once as there are cores, told in their order.
            let width = max(1, ProcessInfo.processInfo.activeProcessorCount)
            for start in stride(from: 0, to: files.count, by: width) {
                let batch = start..<min(start + width, files.count)
                terminal.progress("\(start + 1) of \(files.count): \(files[start].printable)")
                let results = await bring(files[batch], into: bench)
                terminal.endProgress()
                for result in results {
                    do {
                        let line = try result.get()
                        terminal.line(json ? try line.json() : line.text)
                    } catch {
                        let exit = Failures.exit(for: error)
                        guard exit as? ExitCode == .badFile, files.count > 1 else { throw exit }
                        failed = true
                    }
                }
            }
            return failed
        }
        if failed { throw ExitCode.badFile }
    }

    /// Brings several files in side by side; the results in the order of the files.
    private func bring(_ batch: ArraySlice<String>, into bench: Workbench) async -> [Result<ImportLine, any Error>] {
        await withTaskGroup(of: (Int, Result<ImportLine, any Error>).self) { group in
            for (index, file) in zip(batch.indices, batch) {
                group.addTask {
                    do {
                        return (index, .success(try await bring(file, into: bench)))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            var results: [(Int, Result<ImportLine, any Error>)] = []
            for await result in group { results.append(result) }
            return results.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Whether a file holds interactions as lines of JSON, told by its name: lines of JSON may be a transcript, too.
    private static func holdsLines(_ path: String) -> Bool { path.lowercased().hasSuffix(".ndjson") }

    private func bring(_ path: String, into bench: Workbench) async throws -> ImportLine {
        let details = ImportDetails(
            title: title, startedAt: started.flatMap { Timestamp(iso8601: $0) }, language: language,
            sellers: seller, customers: customer, thirdParties: thirdParty, again: again, consent: try consent.answer()
        )
        if Self.interactionKind(path) != nil {
            let incoming = try await bench.receiveInteractions(by: .owner)
            try copy(path, to: incoming)
            let item = try await bench.keepInteractions(incoming, named: path, options: try mailOptions(), by: .owner)
            let report = try await bench.importInteractions(item, by: .owner)
            return ImportLine(
                file: path, result: "read", meeting: "", title: "", utterances: 0, openQuestions: 0, problems: report.problems, report: report
            )
        }
        let incoming = try await bench.receiveTranscript(by: .owner)
        try copy(path, to: incoming)
        let item = try await bench.keepTranscript(incoming, named: path, details: details, by: .owner)
        let result: ImportResult
        do {
            result = try await bench.importTranscript(
                item, brokenParts: importRest ? .importRest : .ask, missingConsent: consent.withoutConsent ? .goOn : .ask, by: .owner
            )
        } catch let error as CastMaker.NameProblem {
            // Nobody waits at a page for this file: it must not stay behind as one to be taken up again.
            try await bench.discardFile(item.id, by: .owner)
            throw error
        }
        switch result {
        case .imported(let summary, let problems, let notes):
            if let recording {
                let sound = try await bench.receiveRecording(by: .owner)
                try copy(recording, to: sound)
                try await bench.attachRecording(sound, named: recording, to: summary.id, by: .owner)
            }
            return ImportLine(
                file: path, result: "imported", meeting: summary.id.description, title: summary.meeting.title,
                utterances: summary.utterances, openQuestions: summary.openQuestions, problems: problems.map(\.description) + notes
            )
        case .alreadyThere(let summary):
            return ImportLine(
                file: path, result: "already there", meeting: summary.id.description, title: summary.meeting.title,
                utterances: summary.utterances, openQuestions: summary.openQuestions, problems: []
            )
        case .needsDecision(let item, let broken):
            try await bench.discardFile(item.id, by: .owner)
            throw BrokenFileError(file: path, broken: broken)
        case .needsConsent(let item, let question):
            try await bench.discardFile(item.id, by: .owner)
            throw ConsentNeeded(file: path, question: question)
        case .refused(let error):
            throw error
        }
    }

    /// What kind of mails or events a file holds; nil where it is something else.
    private static func interactionKind(_ path: String) -> InteractionFileKind? {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? handle.close() }
        return (try? handle.read(upToCount: InteractionFileKind.neededBytes)).flatMap { InteractionFileKind(firstBytes: $0) }
    }

    /// Copies a file piece by piece, so that its size costs no memory.
    private func copy(_ path: String, to incoming: IncomingFile) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw TranscriptFileError(
                kind: .unreadable, file: path, reason: "The file cannot be opened.", advice: "Check its name and that you may read it."
            )
        }
        defer { try? handle.close() }
        while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty { try incoming.append(chunk) }
    }
}

/// What became of one file.
struct ImportLine: Encodable, Sendable {
    var file: String
    var result: String
    var meeting: String
    var title: String
    var utterances: Int
    var openQuestions: Int
    var problems: [String]
    /// Of a file of mails or events.
    var report: InteractionImportReport?

    func json() throws -> String {
        if let report { return try jsonLine(Interactions(file: file, result: result, report: report)) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    private struct Interactions: Encodable {
        var file: String
        var result: String
        var report: InteractionImportReport
    }

    var text: String {
        if let report {
            let left = report.leftOut.sorted { $0.key < $1.key }.map { "  left out: \($0.value) \($0.key)" }
            let people = report.peopleAdded > 0 ? ["  \(report.peopleAdded) people added"] : []
            return (["\(file): \(report.sentence)"] + people + left + problems.prefix(10).map { "  \($0)" }).joined(separator: "\n").printableLines
        }
        let asked = openQuestions == 0 ? "" : openQuestions == 1 ? "; of one person it is not known on which side"
            : "; of \(openQuestions) people it is not known on which side"
        let head = "\(file): \(result), \(utterances) utterances\(asked)  \(meeting)"
        return ([head] + problems.prefix(10).map { "  \($0)" }).joined(separator: "\n").printableLines
    }
}

extension String {
    /// Printable, line ends kept.
    var printableLines: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }.joined(separator: "\n")
    }
}
