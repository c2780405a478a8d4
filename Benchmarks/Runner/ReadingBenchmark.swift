import ArgumentParser
import Covalence
import Formats
import Foundation
import MeetingInteraction
import Workbench

/// From file to findings, step by step.
struct ReadingBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "reading", abstract: "A real meeting of 79 minutes, from file to findings.")

    @Option(help: "The meeting.") var meeting = "Bmr006"
    @Option(help: "How often each step runs.") var runs = 30

    func run() async throws {
        let content = try Data(contentsOf: SharedData.meeting(meeting))
        let analyzer = try MeetingAnalyzer.bundled()
        let parsed = try TranscriptReader().read(content, fileName: meeting)
        let half = parsed.speakers.count / 2
        let details = ImportDetails(sellers: Array(parsed.speakers.prefix(half)), customers: Array(parsed.speakers.suffix(from: half)))
        var transcript = Transcript(id: .make(at: Workbench.clock()), language: "en", speakers: parsed.speakers, utterances: parsed.utterances)
        transcript.language = "en"
        let cast = try CastMaker(details: details, suggestions: [], makeID: { .make(at: Workbench.clock()) })
            .cast(labels: parsed.speakers, attendees: [])
        let conversation = Conversation(transcript: transcript, cast: cast)
        let acts = analyzer.acts(of: transcript)
        let analysis = analyzer.analyze(transcript, cast: cast)
        var table = Table(["step", "median", "p95"])
        func row(_ name: String, _ timing: Timing) {
            table.row([name, Timing.text(timing.median), Timing.text(timing.quantile(0.95))])
        }
        row("parse", try Timing.of(runs) { _ = try TranscriptReader().read(content, fileName: meeting) })
        row("language", Timing.of(runs) { _ = analyzer.language(of: transcript) })
        row("acts", Timing.of(runs) { _ = analyzer.acts(of: transcript) })
        row("measures", Timing.of(runs) { _ = ConversationMeasures(conversation, acts: acts) })
        row("reading (annotations given)", Timing.of(runs) { _ = MeetingReading.read(conversation, annotations: analysis.annotations) })
        row("acts, marks, measures, reading", Timing.of(runs) { _ = analyzer.analyze(transcript, cast: cast) })
        row("file to findings", try Timing.of(runs) {
            let parsed = try TranscriptReader().read(content, fileName: meeting)
            _ = try analyzer.analyze(parsed, details: details)
        })
        print("\(meeting): \(parsed.utterances.count) utterances, \(analysis.reading.findings.count) findings; \(runs) runs each")
        table.print()
    }
}
