import ArgumentParser
import Covalence
import Formats
import Foundation
import Language
import MeetingInteraction
import Operations
import Server
import Workbench

/// `covalence analyze`: the reading of a meeting on the terminal, without a store.
struct AnalyzeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyze",
        abstract: "Reads transcripts and shows what happened in the meetings.",
        discussion: """
            Nothing is stored. A name is a speaker label of the file, in any case, or a part that fits only one label.

            Words are read by a lexicon. With --meaning what passages mean is read too, by the sentence encoder in the folder that the setting `meaning`, \
            or COVALENCE_MEANING, names; English only. The JSON says under "reading", "engine" which engines read it.

            EXAMPLES:
              covalence analyze meeting.vtt --customer Paula --seller Ines
              covalence analyze call.json --customer "SPEAKER_01" --seller "SPEAKER_00" --json | jq .reading.summary
              covalence analyze meeting.vtt --customer Paula --seller Ines --html meeting.html
              covalence analyze meeting.vtt --customer Paula --seller Ines --meaning
            """
    )

    @Argument(help: "Transcript files, in any form that docs/formats.md names.", completion: .file())
    var files: [String] = []

    @Option(name: .long, help: "Somebody on the customer's side; may be given several times.")
    var customer: [String] = []

    @Option(name: .long, help: "Somebody on the seller's side; may be given several times.")
    var seller: [String] = []

    @Option(name: .customLong("third-party"), help: "Somebody on neither side; may be given several times.")
    var thirdParty: [String] = []

    @Option(help: "The language of the words (en, de, …). Detected where not given.")
    var language: String?

    @Option(help: ArgumentHelp("Minutes of a window of the measures.", valueName: "minutes"))
    var window: Double = 5

    @Option(help: ArgumentHelp("A lexicon (YAML) that adds to the built-in one.", valueName: "file"), completion: .file())
    var lexicon: [String] = []

    @Flag(help: "Read by meaning too, with the sentence encoder.")
    var meaning = false

    @OptionGroup var held: SettingsOptions

    @Flag(help: "Write the reading as JSON to standard output; a list where several files are given.")
    var json = false

    @Option(help: ArgumentHelp("Write a self-contained report to this file.", valueName: "file"), completion: .file())
    var html: String?

    func validate() throws {
        guard !files.isEmpty else {
            throw ValidationError("Name at least one transcript file: covalence analyze meeting.vtt --customer NAME --seller NAME")
        }
        guard window >= 0.5, window <= 600 else { throw ValidationError("--window takes minutes from 0.5 to 600.") }
        guard html == nil || files.count == 1 else { throw ValidationError("--html takes one transcript file at a time.") }
        guard !(json && html != nil) else { throw ValidationError("Choose --json or --html, not both.") }
    }

    func run() async throws {
        let terminal = Terminal()
        let analyzer = try Failures.report { try reader() }
        var documents: [ReadingDocument] = []
        for file in files {
            let (document, analysis, parsed) = try await read(file, analyzer: analyzer, terminal: terminal)
            for problem in parsed.problems.prefix(10) { terminal.note("\(file): \(problem.description.printable)") }
            if parsed.problemCount > 10 { terminal.note("\(file): \(parsed.problemCount - 10) more problems") }
            if json {
                documents.append(document)
            } else if let html {
                try await write(document, analysis, to: html, terminal: terminal)
            } else {
                if files.count > 1 { terminal.line(terminal.styled(file.printable, .bold)) }
                ReadingText(terminal: terminal).show(document, analysis: analysis, parsed: parsed)
            }
        }
        guard json else { return }
        if documents.count == 1 {
            terminal.line(String(decoding: try documents[0].json(), as: UTF8.self))
        } else {
            terminal.line("[" + (try documents.map { String(decoding: try $0.json(), as: UTF8.self) }).joined(separator: ",\n") + "]")
        }
    }

    /// Reads meetings, by meaning where that is asked for.
    ///
    /// - Throws: `MeaningProblem` where it is asked for and something lacks: who asks for it is not to get less without noticing.
    private func reader() throws -> MeetingAnalyzer {
        let lexicons = lexicon.map { URL(filePath: $0) }
        guard meaning else { return try MeetingAnalyzer.bundled(extending: lexicons) }
        let folder = try held.held().text(.meaning).map { URL(filePath: $0) }
        guard let files = folder.map(MeaningFiles.init) ?? MeaningFiles.found() else { throw MeaningFiles.nowhere }
        try files.check()
        return try MeetingAnalyzer.bundled(extending: lexicons) { MeaningDesk(files, tagger: $0) }
    }

    private func read(
        _ path: String,
        analyzer: MeetingAnalyzer,
        terminal: Terminal
    ) async throws -> (ReadingDocument, MeetingAnalysis, ParsedTranscript) {
        let parsed = try Failures.report { try TranscriptReader().read(contentsOf: path) }
        var settings = MeetingSettings()
        settings.windowMilliseconds = Int(window * 60_000)
        let details = ImportDetails(language: language, sellers: seller, customers: customer, thirdParties: thirdParty)
        let (opened, problem) = try await Failures.report {
            try await readings(of: parsed, details: details, settings: settings, analyzer: analyzer, terminal: terminal)
        }
        if let problem { terminal.note(problem) }
        let document = ReadingDocument(
            .init(
                title: parsed.title ?? URL(filePath: path).lastPathComponent, file: path, format: parsed.format.name,
                startedAt: parsed.startedAt, language: opened.conversation.language, utterances: parsed.utterances.count
            ),
            analysis: opened
        )
        return (document, opened, parsed)
    }

    /// - Returns: with what is to be said where it is read by words although meaning was asked for.
    private func readings(
        of parsed: ParsedTranscript, details: ImportDetails, settings: MeetingSettings, analyzer: MeetingAnalyzer, terminal: Terminal
    ) async throws -> (MeetingAnalysis, String?) {
        guard meaning else { return (try analyzer.analyze(parsed, details: details, settings: settings), nil) }
        let analysis = try await analyzer.analyzeByMeaning(parsed, details: details, settings: settings) {
            terminal.progress("Reading by meaning … \(Int($0 * 100)) %")
        }
        terminal.endProgress()
        guard analyzer.meaningEngine(for: analysis.conversation.language) == nil else { return (analysis, nil) }
        let language = analysis.conversation.language.map { "“\($0.printable)”" } ?? "a language that was not recognised"
        return (analysis, "Meaning is read in English only, and this is \(language): nothing was read by meaning.")
    }

    private func write(
        _ document: ReadingDocument,
        _ analysis: MeetingAnalysis,
        to path: String,
        terminal: Terminal
    ) async throws {
        let page = try MeetingReport.html(document, analysis: analysis)
        do {
            try Data(page.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw Failures.exit(for: UnwritableFile(path, error, option: "--html"))
        }
        if terminal.showsProgress { terminal.note("Wrote \(path).") }
    }
}
