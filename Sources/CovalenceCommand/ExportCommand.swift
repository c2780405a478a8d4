import ArgumentParser
import Covalence
import Foundation
import Server
import Workbench

/// `covalence export`: a meeting out of the store.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a meeting of the store as JSON, CSV, a report, or its original file.",
        discussion: """
            EXAMPLES:
              covalence export 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b > reading.json
              covalence export 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --format html --output report.html
              covalence export 0197a3c4-5d6e-7f80-8a9b-0c1d2e3f4a5b --format original --output meeting.vtt --json
            """
    )

    /// What is written.
    enum Form: String, ExpressibleByArgument, CaseIterable {
        /// The reading, with measures and findings.
        case json
        /// One row a finding.
        case findings
        /// One row an utterance.
        case utterances
        /// A self-contained report.
        case html
        /// The file as it came in.
        case original
    }

    @Argument(help: "The id of a meeting, as covalence list prints it.")
    var meeting: String

    @OptionGroup var store: StoreOptions

    @Option(help: "json, findings (CSV), utterances (CSV), html or original.")
    var format = Form.json

    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write; standard output where not given.", valueName: "file"), completion: .file())
    var output: String?

    @Flag(help: "Write JSON: what was written where, with --output; else the meeting, whose format is json then.")
    var json = false

    func validate() throws {
        _ = try Identifier<Meeting>.argument(meeting)
        if json, output == nil, format != .json { throw ValidationError("Standard output cannot be \(format.rawValue) and JSON. Give a file with --output, or leave --json away.") }
    }

    /// What was written.
    private struct Written: Encodable {
        var file: String
        var format: String
        var bytes: Int
    }

    func run() async throws {
        let id = try Identifier<Meeting>.argument(meeting)
        let terminal = Terminal()
        let content: Data = try await store.withWorkbench(create: false) { bench in
            switch format {
            case .json: try await bench.exportDocument(of: id, by: .owner).json()
            case .findings: try await bench.exportTable(.findings, of: id, by: .owner)
            case .utterances: try await bench.exportTable(.utterances, of: id, by: .owner)
            case .html: Data(try MeetingReport.html(try await bench.exportDocument(of: id, by: .owner), analysis: try await bench.openMeeting(id, by: .owner).analysis).utf8)
            case .original: try await bench.exportOriginal(of: id, by: .owner).content
            }
        }
        guard let output else {
            FileHandle.standardOutput.write(content)
            return
        }
        try Failures.report {
            do { try content.write(to: URL(filePath: output), options: .atomic) } catch { throw UnwritableFile(output, error, option: "--output") }
        }
        if json { terminal.line(try JSONText.line(Written(file: output, format: format.rawValue, bytes: content.count))) }
    }
}
