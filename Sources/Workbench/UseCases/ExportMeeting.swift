public import Covalence
public import Foundation
import Formats
public import MeetingInteraction
import Store

/// A meeting's reading as a document for other programs: who, measures, findings with their words, and what people decided.
public struct ReadingDocument: Encodable, Sendable {
    /// Names the form of this document.
    public let covalence = "reading/1"
    public var meeting: Head
    public var participants: [Participant]
    public var measures: ConversationMeasures
    public var reading: MeetingReading
    /// Standing of the findings that became claims, by the id of the finding; empty where nothing was stored.
    public var standings: [String: Standing]

    /// The meeting itself.
    public struct Head: Encodable, Sendable {
        /// Nil where the meeting is not in a store.
        public var id: Identifier<Meeting>?
        public var title: String
        /// The file it was read from.
        public var file: String?
        public var format: String?
        public var startedAt: Timestamp?
        public var language: String?
        public var isFiction: Bool
        public var outcome: MeetingOutcome?
        /// Number of utterances.
        public var utterances: Int

        /// What the document says of the meeting.
        public init(
            id: Identifier<Meeting>? = nil,
            title: String,
            file: String? = nil,
            format: String? = nil,
            startedAt: Timestamp? = nil,
            language: String? = nil,
            isFiction: Bool = false,
            outcome: MeetingOutcome? = nil,
            utterances: Int
        ) {
            self.id = id
            self.title = title
            self.file = file
            self.format = format
            self.startedAt = startedAt
            self.language = language
            self.isFiction = isFiction
            self.outcome = outcome
            self.utterances = utterances
        }
    }

    /// A document of an analysis.
    public init(_ head: Head, analysis: MeetingAnalysis, standings: [String: Standing] = [:]) {
        meeting = head
        participants = analysis.conversation.participants
        measures = analysis.measures
        reading = analysis.reading
        self.standings = standings
    }

    /// UTF-8, keys sorted, so that two exports can be compared line by line.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}

/// The tables a meeting can be exported as.
public enum ExportTable: String, Hashable, Sendable, CaseIterable {
    /// One row a finding.
    case findings
    /// One row an utterance, with act and question type.
    case utterances
}

extension Workbench {
    /// A meeting's reading for other programs.
    public func exportDocument(of id: Identifier<Meeting>, by visitor: Visitor) async throws -> ReadingDocument {
        try await admit(visitor, to: .exportMeeting, .meeting(id))
        let open = try await openMeeting(id, by: visitor)
        let meeting = open.summary.meeting
        return ReadingDocument(
            .init(
                id: id, title: meeting.title, file: open.files.first { $0.role == .original }?.file.name,
                startedAt: meeting.startedAt, language: open.summary.language, isFiction: meeting.isFiction,
                outcome: open.outcome, utterances: open.summary.utterances
            ),
            analysis: open.analysis,
            standings: open.claims.mapValues(\.standing)
        )
    }

    /// A meeting as a table in CSV (RFC 4180).
    public func exportTable(_ table: ExportTable, of id: Identifier<Meeting>, by visitor: Visitor) async throws -> Data {
        try await admit(visitor, to: .exportMeeting, .meeting(id))
        let open = try await openMeeting(id, by: visitor)
        return switch table {
        case .findings: open.analysis.findingsTable(standings: open.claims.mapValues(\.standing))
        case .utterances: open.analysis.utterancesTable()
        }
    }

    /// The original file of a meeting, as it came in.
    ///
    /// - Throws: `StoreError.missingFile` where this node does not find its bytes.
    public func exportOriginal(of id: Identifier<Meeting>, by visitor: Visitor) async throws -> (name: String, content: Data) {
        try await admit(visitor, to: .exportOriginal, .meeting(id))
        guard let original = try await store.files(of: id).first(where: { $0.role == .original }) else {
            throw StoreError.notFound("The original file")
        }
        do {
            return (original.file.name, try records.files.read(original.file.hash))
        } catch {
            if case .missingFile = error { try await checkErased(original.file, of: id) }
            throw error
        }
    }
}

extension MeetingAnalysis {
    /// One row a finding.
    public func findingsTable(standings: [String: Standing] = [:]) -> Data {
        var rows = CSVWriter()
        rows.row([
            "id", "section", "finding", "side", "participant", "start_ms", "end_ms", "utterance", "quote", "attributes", "agreed",
            "strength", "rule", "provenance", "reference", "engine", "standing",
        ])
        for finding in reading.findings {
            let attributes = finding.attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            rows.row([
                finding.id, finding.kind.section?.rawValue ?? "", finding.kind.title, finding.side?.rawValue ?? "not known",
                finding.participant.map { conversation.participants[$0].name } ?? "not known",
                finding.time.map { String($0.start) } ?? "", finding.time.map { String($0.end) } ?? "",
                String(finding.utterance + 1), finding.quote, attributes, finding.agreed.map { $0 ? "yes" : "no" } ?? "",
                String(format: "%.2f", finding.strength), finding.rule.statement, finding.rule.provenance.mark,
                finding.rule.provenance.reference, finding.engine, standings[finding.id]?.rawValue ?? "",
            ])
        }
        return Data(rows.text.utf8)
    }

    /// One row an utterance.
    public func utterancesTable() -> Data {
        var rows = CSVWriter()
        rows.row(["utterance", "start_ms", "end_ms", "participant", "side", "act", "question", "text"])
        for (index, line) in conversation.utterances.enumerated() {
            let act = annotations.acts?[index]
            rows.row([
                String(index + 1), line.time.map { String($0.start) } ?? "", line.time.map { String($0.end) } ?? "",
                line.participant.map { conversation.participants[$0].name } ?? "not known",
                conversation.side(of: index)?.rawValue ?? "not known",
                act?.act.rawValue ?? "", act?.question?.rawValue ?? "", line.text,
            ])
        }
        return Data(rows.text.utf8)
    }
}
