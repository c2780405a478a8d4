import Covalence
import Foundation
import Language
import Store

/// One search: what is in sight and passes the filter is settled before anything is ranked.
struct PlaceSearch {
    let bench: Workbench
    let visitor: Visitor
    let filter: FindFilter
    /// The filter of meetings, with the visitor’s sight in it.
    let meetings: MeetingFilter

    /// Where something was found, before it is shown.
    struct Hit: Hashable, Sendable {
        enum Key: Hashable, Sendable {
            /// By the first utterance of the turn, so that words and meaning of one turn are one place.
            case said(Identifier<Meeting>, Int)
            case written(Identifier<Interaction>)
        }

        var key: Key
        /// The utterance that is shown first; 0 in what was written.
        var utterance: Int
        /// Utterances of the turn; empty in what was written.
        var turn: Range<Int>
        /// In the words of the meeting or the text.
        var range: Range<Int>?
        var likeness: Double?
        var text: String?
    }

    /// Words that are ranked where no more places have them; more are shown newest first ‡.
    static let few = 60
    /// Places that are taken from each way before they are made one list ‡.
    static let depth = 100
    /// What is less alike is left out ‡: below it, little of the demo had to do with what was asked.
    static let floor: Float = 0.3

    // MARK: By words

    /// Newest first, or ranked where they are few.
    func byWords(_ typed: String) async throws -> [Hit] {
        var hits: [Hit] = []
        var texts: [String] = []
        var coded: [Identifier<Meeting>: [Range<Int>]] = [:]
        var query = MomentQuery(words: typed, filter: meetings, limit: 100)
        // A speaker or a code that is seldom: so many pages are looked through, and no more.
        for _ in 0..<10 where hits.count < Self.depth {
            let page = try await bench.store.moments(query)
            // Whoever sees no names finds nothing by what is replaced for them either.
            let items = visitor.seesPseudonyms ? try await bench.withPseudonyms(page.items, words: typed) : page.items
            for moment in items where passes(moment) {
                guard try await carriesCode(moment.meeting, utterance: moment.utterance, &coded) else { continue }
                hits.append(Hit(
                    key: .said(moment.meeting, moment.utterance), utterance: moment.utterance, turn: moment.utterance..<moment.utterance + 1, range: nil, likeness: nil, text: moment.text
                ))
                texts.append(moment.text)
            }
            guard let next = page.next else { break }
            query.cursor = next
        }
        if filter.takesWritten, visitor.may(.know) {
            for moment in try await written(typed) {
                hits.append(Hit(key: .written(moment.interaction), utterance: 0, turn: 0..<0, range: nil, likeness: nil, text: moment.excerpt))
                texts.append(moment.excerpt)
            }
        }
        guard hits.count <= Self.few else { return hits }
        return WordRank.ranked(texts, by: typed).map { hits[$0] }
    }

    private func written(_ typed: String) async throws -> [WrittenMoment] {
        var found: [WrittenMoment] = []
        var query = WrittenQuery(words: typed, organization: filter.account, limit: 100)
        for _ in 0..<20 where found.count < Self.depth / 2 {
            let page = try await bench.store.writtenMoments(query, in: visitor.scope)
            found += page.items.filter { moment in (filter.from.map { moment.at >= $0 } ?? true) && (filter.before.map { moment.at < $0 } ?? true) }
            // Newest first: what is before the first day is not looked through.
            guard let next = page.next, filter.from.map({ (page.items.last?.at ?? $0) >= $0 }) ?? true else { break }
            query.cursor = next
        }
        return found
    }

    /// Whether the speaker is the one that is asked for.
    func passes(_ moment: Moment) -> Bool {
        if let side = filter.speaker.side, moment.side != side { return false }
        if let name = filter.speaker.name {
            guard let speaker = moment.speaker ?? moment.label else { return false }
            return speaker.range(of: name, options: [.caseInsensitive, .diacriticInsensitive]) != nil
        }
        return true
    }

    // MARK: By meaning

    /// The nearest in meaning, the nearest first.
    func byMeaning(of text: String, notice found: inout Found) async throws -> [Hit] {
        guard let desk = bench.analyzer.meaning else { throw MeaningFiles.nowhere }
        let plain = text.filter { !"\"“”„«»*".contains($0) }
        guard let vector = try await desk.encoder.vectors(of: [plain], for: .waitedFor).first else { return [] }
        return try await nearest(to: QuantizedVector(vector), notice: &found)
    }

    /// The nearest to an utterance, without the turn it is in.
    func alike(to meeting: Identifier<Meeting>, utterance: Int, text: String, notice found: inout Found) async throws -> [Hit] {
        let sets = try await sets(of: MeetingFilter(scope: visitor.scope), only: meeting)
        let row = sets.first.flatMap { set in set.passages.firstIndex { $0.utterances.contains(utterance) }.map { (set, $0) } }
        let query: QuantizedVector
        if let (set, row) = row {
            let width = set.width
            let bytes = set.meaning[(set.meaning.startIndex + row * width)..<(set.meaning.startIndex + (row + 1) * width)]
            query = QuantizedVector(values: bytes.map { Int8(bitPattern: $0) }, scale: set.passages[row].scale)
        } else {
            guard let desk = bench.analyzer.meaning else { throw MeaningFiles.nowhere }
            guard let vector = try await desk.encoder.vectors(of: [text], for: .waitedFor).first else { return [] }
            query = QuantizedVector(vector)
        }
        return try await nearest(to: query, notice: &found).filter { hit in
            guard case .said(meeting, _) = hit.key else { return true }
            return !hit.turn.contains(utterance)
        }
    }

    private func sets(of filter: MeetingFilter, only meeting: Identifier<Meeting>) async throws -> [PassageSet] {
        let stamps = try await bench.store.passageStamps(filter, engine: PassageMaker.engine).filter { $0.holder == .meeting(meeting) }
        return try await bench.passages.sets(stamps, from: bench.store)
    }

    private func nearest(to query: QuantizedVector, notice found: inout Found) async throws -> [Hit] {
        let store = bench.store
        found.unread = try await store.passageProgress(engine: PassageMaker.engine).left
        var stamps = try await store.passageStamps(meetings, engine: PassageMaker.engine)
        if filter.takesWritten, visitor.may(.know) {
            stamps += try await store.writtenPassageStamps(
                account: filter.account, from: filter.from, before: filter.before, engine: PassageMaker.engine, in: visitor.scope
            )
        }
        let sets = try await bench.passages.sets(stamps, from: store)
        let labels = filter.speaker.isSet ? try await store.labels(of: filter.speaker, in: meetings) : nil
        let only = labels.map { labels in
            sets.map { set in
                guard case .meeting(let id) = set.holder, let own = labels[id] else { return set.passages.map { _ in false } }
                return set.passages.map { $0.label.map(own.contains) ?? false }
            }
        }
        // Those without the code go after the search, so that more are asked for.
        let count = filter.code == nil ? Self.depth : Self.depth * 20
        var hits: [Hit] = []
        var coded: [Identifier<Meeting>: [Range<Int>]] = [:]
        for hit in bench.passages.nearest(to: query, in: sets, only: only, count: count, floor: Self.floor) where hits.count < Self.depth {
            let set = sets[hit.block], passage = set.passages[hit.row]
            switch set.holder {
            case .meeting(let id):
                if filter.code != nil, try await !ranges(id, &coded).contains(where: { $0.overlaps(passage.range) }) { continue }
                hits.append(Hit(
                    key: .said(id, passage.first), utterance: passage.first, turn: passage.utterances, range: passage.range, likeness: Double(hit.likeness), text: nil
                ))
            case .interaction(let id):
                // The best paragraph of a mail stands for it.
                if hits.contains(where: { $0.key == .written(id) }) { continue }
                hits.append(Hit(key: .written(id), utterance: 0, turn: 0..<0, range: passage.range, likeness: Double(hit.likeness), text: nil))
            }
        }
        return hits
    }

    // MARK: By code

    private func carriesCode(_ meeting: Identifier<Meeting>, utterance: Int, _ known: inout [Identifier<Meeting>: [Range<Int>]]) async throws -> Bool {
        guard filter.code != nil else { return true }
        let carried = try await ranges(meeting, &known)
        guard !carried.isEmpty, let line = try await bench.store.utterances(of: meeting, in: utterance..<utterance + 1).utterances.first else { return false }
        let range = line.position..<line.position + max(1, line.utterance.text.unicodeScalars.count)
        return carried.contains { $0.overlaps(range) }
    }

    /// Where the present words of a meeting carry the code, as far as the visitor may know. Asked for once in a search.
    private func ranges(_ meeting: Identifier<Meeting>, _ known: inout [Identifier<Meeting>: [Range<Int>]]) async throws -> [Range<Int>] {
        if let ranges = known[meeting] { return ranges }
        guard let code = filter.code else { return [] }
        let claims = try await bench.store.claims(ClaimQuery(of: meeting, kinds: ["meeting.\(code)"], standings: [.suggested, .confirmed]))
        let ranges = claims.filter(visitor.mayKnow).compactMap { $0.words?.range }
        known[meeting] = ranges
        return ranges
    }
}
