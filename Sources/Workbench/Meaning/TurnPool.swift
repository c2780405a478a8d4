import Covalence
import Language
import Store

/// A turn of a meeting: what one person says until another does.
struct TurnPlace: Hashable, Sendable {
    var meeting: Identifier<Meeting>
    /// Of the words.
    var version: Int
    var first: Int
    var count: Int
}

/// Turns that may be asked about: a random sample of all that are in sight of a visitor, bounded, so that looking for questions takes no longer in a large record.
struct TurnPool: Sendable {
    /// Whose it is.
    struct Key: Hashable, Sendable {
        var visitor: Visitor.Identity
        var scope: Scope
        var codebook: String
        var code: String
    }

    /// ‡ Meetings that are drawn, each with a chance by its length, and turns of each.
    static let draws = 40, turnsOfEach = 10
    /// ‡ Meetings, the newest, that are drawn from.
    static let mostMeetings = 2_000
    /// ‡ How long it holds, in milliseconds.
    static let holds: Int64 = 600_000

    var turns: [TurnPlace]
    var scores: [Double]
    var learnt: CodebookDesk.Learnt
    var passedOver: Set<TurnPlace> = []
    var madeAt: Timestamp
}

extension Conversation {
    /// Turns in order: utterances in a row of one speaker, of at most so many; those without words are left out.
    ///
    /// - Parameter labels: the speaker label of each utterance, for speakers of whom nobody said who they are.
    func turns(labels: [Int?], most: Int = 12) -> [Range<Int>] {
        var turns: [Range<Int>] = []
        var start = 0
        for index in utterances.indices {
            let isLast = index == utterances.count - 1
            let goesOn = !isLast && index + 1 - start < most && utterances[index + 1].participant == utterances[index].participant
                && (utterances[index].participant != nil || labels[index] == labels[index + 1])
            guard !goesOn else { continue }
            let turn = start..<index + 1
            if turn.contains(where: { !utterances[$0].text.isEmpty }) { turns.append(turn) }
            start = index + 1
        }
        return turns
    }

    /// The words of utterances in a row.
    func words(of range: Range<Int>) -> String {
        let text = range.clamped(to: utterances.startIndex..<utterances.endIndex).map { utterances[$0].text }.joined(separator: " ")
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(CodebookReader.longestExample)))
    }
}

extension Workbench {
    /// Draws turns of meetings in sight: meetings by chance with their length as weight, and of each as many turns († two-stage sampling with probabilities by size), so
    /// that every turn of the record has about the same chance.
    func drawTurns(in scope: Scope, language: String, using generator: inout some RandomNumberGenerator) async throws -> [(place: TurnPlace, input: SuggesterInput)] {
        var meetings: [MeetingSummary] = []
        var cursor: PageCursor?
        let tongue = language.lowercased().prefix { $0 != "-" }
        repeat {
            let page = try await store.meetings(MeetingQuery(filter: MeetingFilter(scope: scope), cursor: cursor, limit: 500))
            meetings += page.items.filter { meeting in
                meeting.utterances > 0 && (meeting.language.map { $0.lowercased().prefix { $0 != "-" } == tongue } ?? true)
            }
            cursor = meetings.count < TurnPool.mostMeetings ? page.next : nil
        } while cursor != nil
        var ends: [Int] = []
        for meeting in meetings { ends.append((ends.last ?? 0) + meeting.utterances) }
        guard let whole = ends.last else { return [] }
        var draws: [Int: Int] = [:]
        for _ in 0..<TurnPool.draws {
            let drawn = Int.random(in: 0..<whole, using: &generator)
            draws[ends.partitioningIndex { $0 > drawn }, default: 0] += TurnPool.turnsOfEach
        }
        var found: [(place: TurnPlace, input: SuggesterInput)] = []
        for (index, count) in draws.sorted(by: { $0.key < $1.key }) {
            let id = meetings[index].id
            let stored = try await store.transcript(of: id)
            let conversation = Conversation(transcript: stored.transcript, cast: try await store.cast(of: id).cast)
            for turn in conversation.turns(labels: stored.transcript.utterances.map(\.speaker)).shuffled(using: &generator).prefix(count) {
                let place = TurnPlace(meeting: id, version: stored.transcript.version, first: turn.lowerBound, count: turn.count)
                found.append((place, SuggesterInput(conversation.words(of: turn), side: conversation.side(of: turn.lowerBound))))
            }
        }
        return found
    }
}

extension [Int] {
    /// The first index for which a condition holds that holds for all after it († binary search).
    fileprivate func partitioningIndex(_ holds: (Int) -> Bool) -> Int {
        var range = 0..<count
        while !range.isEmpty {
            let middle = (range.lowerBound + range.upperBound) / 2
            range = holds(self[middle]) ? range.lowerBound..<middle : middle + 1..<range.upperBound
        }
        return range.lowerBound
    }
}
