import Covalence
import Foundation

/// An utterance with its act, as one row of the table.
struct UtteranceRow: Hashable, Sendable {
    var utterance: Utterance
    var act: TaggedAct?

    init(utterance: Utterance, act: TaggedAct?) {
        self.utterance = utterance
        self.act = act
    }

    /// Reads speaker, start, length, text, act, question, confidence from column 1 on.
    init(_ row: Row) {
        let start: Int? = row[2]
        let length: Int? = row[3]
        utterance = Utterance(
            speaker: row[1],
            time: start.map { TimeSpan(start: $0, end: $0 + (length ?? 0)) },
            text: row[4]
        )
        if let code: Int = row[5], Self.acts.indices.contains(code) {
            let question: Int? = row[6]
            act = TaggedAct(
                act: Self.acts[code],
                question: question.flatMap { Self.questions.indices.contains($0) ? Self.questions[$0] : nil },
                confidence: row[7] ?? 1
            )
        }
    }

    // The numbers in the tables; never reorder, only append.
    private static let acts: [DialogueAct] = [.statement, .question, .backchannel, .disruption, .floor]
    private static let questions: [QuestionType] = [.yesNo, .wh, .open, .eitherOr, .rhetorical]

    static func code(of act: DialogueAct?) -> Int? { act.flatMap { acts.firstIndex(of: $0) } }
    static func code(of question: QuestionType?) -> Int? { question.flatMap { questions.firstIndex(of: $0) } }
}

/// Writes rows of one version with one prepared statement.
struct UtteranceInsertion {
    private let statement: Statement
    private let workspace: Int64
    private let meeting: Int64
    private let version: Int

    init(workspace: Int64, meeting: Int64, version: Int, _ db: Database) throws {
        statement = try db.cachedStatement(sql: """
            INSERT INTO utterance (workspace, meeting, position, version, speaker, start, length, text, act, question, confidence)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        self.workspace = workspace
        self.meeting = meeting
        self.version = version
    }

    func insert(_ row: UtteranceRow, at position: Int) throws {
        let utterance = row.utterance
        try statement.execute(arguments: [
            workspace, meeting, position, version, utterance.speaker, utterance.time?.start, utterance.time?.duration,
            utterance.text, UtteranceRow.code(of: row.act?.act), UtteranceRow.code(of: row.act?.question),
            row.act?.confidence,
        ])
    }
}

/// Where every 64th utterance begins in the text, in Unicode scalars, as little-endian 32-bit numbers.
struct ScalarPositions: Sendable {
    static let step = 64

    let data: Data

    init(_ data: Data) {
        self.data = data
    }

    init(_ utterances: [Utterance]) {
        var data = Data()
        data.reserveCapacity((utterances.count / Self.step + 1) * 4)
        var position: UInt32 = 0
        for (index, utterance) in utterances.enumerated() {
            if index % Self.step == 0 {
                for shift in stride(from: 0, to: 32, by: 8) { data.append(UInt8(truncatingIfNeeded: position >> UInt32(shift))) }
            }
            position &+= UInt32(clamping: utterance.text.unicodeScalars.count + 1)
        }
        self.data = data
    }

    subscript(index: Int) -> Int {
        guard index >= 0, (index + 1) * 4 <= data.count else { return 0 }
        return (0..<4).reduce(0) { $0 | Int(data[data.startIndex + index * 4 + $1]) << (8 * $1) }
    }
}
