import Covalence
import Foundation
import Formats
import Language
import MeetingInteraction
import Store
import StoreTesting
import Synchronization
import Testing
@testable import Workbench

/// A workbench over a store in a folder of its own, which goes with it.
final class Room: Sendable {
    let folder: URL
    let bench: Workbench

    private init(folder: URL, bench: Workbench) {
        self.folder = folder
        self.bench = bench
    }

    deinit {
        TestStore.remove(folder)
    }

    /// Opens an empty room.
    static func open(_ settings: WorkspaceSettings? = nil) async throws -> Room {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("covalence-bench-\(UUID().uuidString)")
        let room = Room(folder: folder, bench: try await bench(in: folder))
        if let settings { try await room.bench.change(settings, by: .owner) }
        return room
    }

    /// Another workbench on the same folder, as after a start of the program.
    func again() async throws -> Workbench { try await Self.bench(in: folder) }

    /// Another workbench on the same folder that keeps an audit log.
    func audited() async throws -> (bench: Workbench, log: SQLAuditLog) {
        let log = try await SQLAuditLog.open(folder: folder)
        return (try await Self.bench(in: folder, traces: AuditTraces(log)), log)
    }

    private static func bench(in folder: URL, traces: (any Traces)? = nil) async throws -> Workbench {
        let clock = Clock()
        // Two benches on one folder wait for each other; a busy machine must not make that a failure.
        return try await Workbench.opening(
            try await TestStore.open(folder, patience: 60_000), analyzer: .forTests(), traces: traces, now: { clock.next() }
        )
    }

    /// Brings a file in and expects it to become a meeting.
    @discardableResult
    func meeting(
        _ content: Data = vtt(),
        named name: String = "first.vtt",
        details: ImportDetails = .bothSides,
        missingConsent: MissingConsent = .goOn
    ) async throws -> MeetingSummary {
        let item = try await bench.keepTranscript(content, named: name, details: details, by: .owner)
        guard case .imported(let summary, _, _) = try await bench.importTranscript(item, missingConsent: missingConsent, by: .owner) else {
            throw Unexpected("The file was not imported.")
        }
        return summary
    }

    /// The open meeting.
    func open(_ id: Identifier<Meeting>) async throws -> OpenMeeting { try await bench.openMeeting(id, by: .owner) }

    /// Files under the folder that hold these bytes.
    func filesHolding(_ text: String) -> [String] {
        do { return try TestStore.files(folder, holding: text) } catch {
            Issue.record(error)
            return []
        }
    }
}

/// Something came out otherwise than a test needs it to go on.
struct Unexpected: Error {
    var what: String
    init(_ what: String) { self.what = what }
}

/// Goes on by a second each time it is asked: what is done later is later.
final class Clock: Sendable {
    private let seconds = Mutex(Int64(0))

    func next() -> Timestamp {
        seconds.withLock { seconds in
            seconds += 1
            return Timestamp(milliseconds: 1_772_614_800_000 + seconds * 1000)
        }
    }
}

/// Sees fixed phrases, so that tests know what is read without knowing a lexicon.
struct Phrases: ContentRecognizer {
    static let phrases: [(words: String, code: String, attributes: [String: String])] = [
        ("saves us", "benefit", ["effect": "saving"]),
        ("too expensive for us", "objection", ["to": "value"]),
        ("the price is", "price", [:]),
    ]

    var engine: String { "phrases-en/1" }

    func reads(_ language: String) -> Bool { language.lowercased().hasPrefix("en") }

    func marks(in conversation: Conversation, acts: [TaggedAct]?) -> [ContentMark] {
        var marks: [ContentMark] = []
        for (index, line) in conversation.utterances.enumerated() {
            for phrase in Self.phrases {
                guard let found = line.text.range(of: phrase.words, options: .caseInsensitive) else { continue }
                let scalars = line.text.unicodeScalars
                let lower = line.range.lowerBound + scalars.distance(from: scalars.startIndex, to: found.lowerBound)
                marks.append(ContentMark(
                    code: phrase.code, utterance: index,
                    range: lower..<lower + phrase.words.unicodeScalars.count,
                    attributes: phrase.attributes, strength: 0.9, rule: phrase.words
                ))
            }
        }
        return marks
    }
}

extension MeetingAnalyzer {
    /// The real tagger and detector, with fixed phrases for content and a small lexicon of sides.
    static func forTests() throws -> MeetingAnalyzer {
        let sides = try Lexicon(yaml: """
            name: Sides for tests
            language: en
            version: 1
            entries:
              - code: speaks-as-seller
                name: our customers
                strength: 0.8
                patterns: [our customers]
              - code: speaks-as-customer
                name: our plant
                strength: 0.8
                patterns: [our plant]
            """, file: "sides")
        return MeetingAnalyzer(
            tagger: try DialogueActTagger.bundled(), detector: LanguageDetector(), recognizers: [Phrases()],
            sides: try LexiconRecognizer(sides), saleTerms: try SaleTermsReader.bundled()
        )
    }
}

/// What is said in the meeting of most tests. By hand: one benefit (1), one price (2), one objection (3).
let talk: [(String, String)] = [
    ("Anna Berg", "Welcome to you all, and thank you for your time today."),
    ("Ben Holt", "I think that saves us two shifts every week in the bakery."),
    ("Anna Berg", "The price is nine hundred euros for every month of the year."),
    ("Ben Holt", "That is too expensive for us at the moment, to be honest."),
    ("Anna Berg", "What would have to change before it becomes worth the money?"),
    ("Ben Holt", "The people on the night shift would have to be convinced first."),
]

/// A WebVTT file with a cue every four seconds.
func vtt(_ lines: [(String, String)] = talk) -> Data {
    func clock(_ seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60)).000"
    }
    func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
    var text = "WEBVTT\n"
    for (index, line) in lines.enumerated() {
        text += "\n\(clock(index * 4)) --> \(clock(index * 4 + 3))\n<v \(escaped(line.0))>\(escaped(line.1))\n"
    }
    return Data(text.utf8)
}

extension ImportDetails {
    /// Anna sells, Ben buys.
    static let bothSides = ImportDetails(sellers: ["Anna Berg"], customers: ["Ben Holt"])
}

extension OpenMeeting {
    /// The slugs of what is read, in order, without the engine's own course of talk and questions.
    var phraseFindings: [String] {
        analysis.reading.findings.filter { [.benefit, .objection, .price].contains($0.kind) }.map(\.kind.slug)
    }

    func finding(_ kind: FindingKind) throws -> Finding {
        guard let finding = analysis.reading.findings(of: kind).first else { throw Unexpected("No \(kind.slug) was read.") }
        return finding
    }

    /// The claim on the first finding of a kind.
    func claim(_ kind: FindingKind) throws -> Claim {
        guard let claim = claims[try finding(kind).id] else { throw Unexpected("No claim on \(kind.slug).") }
        return claim
    }

    func participant(_ name: String) throws -> Participant {
        guard let participant = cast.cast.participants.first(where: { $0.name == name }) else { throw Unexpected("No \(name).") }
        return participant
    }
}

/// Expects a refusal that is a sentence saying what to do.
func expectSentence(
    _ error: (any Error)?, sourceLocation: SourceLocation = #_sourceLocation
) {
    let text = error.map { "\($0)" } ?? ""
    #expect(text.hasSuffix(".") && text.split(separator: " ").count > 4, "“\(text)” is no sentence", sourceLocation: sourceLocation)
    #expect(!text.contains("Error(") && !text.contains("DecodingError") && !text.contains("SQLite"), sourceLocation: sourceLocation)
}

/// A meeting that is shared between sessions, if it is there: `COVALENCE_SHARED`, or `../shared` beside the package.
let sharedMeeting: URL? = {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let above = package.deletingLastPathComponent()
    let places = [ProcessInfo.processInfo.environment["COVALENCE_SHARED"].map { URL(filePath: $0) }]
        + [above.appending(path: "shared"), above.deletingLastPathComponent().appending(path: "shared")]
    return places.compactMap { $0?.appending(path: "data/meetings/Bmr006.vtt") }
        .first { FileManager.default.fileExists(atPath: $0.path) }
}()

extension Workbench {
    /// Does what waits, an hour later: whoever uploads has the first go for some seconds, and what failed waits before it is tried again.
    @discardableResult
    func workOff(_ kinds: [any JobKind] = JobKinds.all) async throws -> [Job.State: Int] {
        try await JobRunner(Workbenches(of: self), kinds: kinds, now: { self.now().advanced(by: 3_600_000) }).workOff()
    }
}
