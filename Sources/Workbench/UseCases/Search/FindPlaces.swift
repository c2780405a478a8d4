public import Covalence
import Language
import Store

extension Workbench {
    /// Characters of a search.
    private static let longestSearch = 1_000

    /// Looks for words and meaning in everything said and written that is in sight.
    ///
    /// - Throws: `StoreError.refused` where more is typed than can be searched for.
    public func find(_ find: Find, by visitor: Visitor) async throws -> Found {
        try await admit(visitor, to: .searchWords)
        guard let text = OneLine.clean(String(find.text.prefix(Self.longestSearch))) else { return .nothing(find.way) }
        let meetings = try find.filter.meetings(for: visitor, on: self)
        // Who sees no names cannot ask by them either, in no way.
        if visitor.seesPseudonyms, try await names(in: text) { return .nothing(find.way) }
        let search = PlaceSearch(bench: self, visitor: visitor, filter: find.filter, meetings: meetings)
        var found = Found.nothing(find.way)
        var byMeaning: [PlaceSearch.Hit] = []
        if find.way != .words {
            do {
                byMeaning = try await search.byMeaning(of: text, notice: &found)
            } catch let problem as MeaningProblem {
                found.problem = problem
                if find.way == .both { found.way = .words }
            }
        }
        // A whole sentence is looked for by its meaning; so many words hardly stand in one utterance.
        let isSentence = find.way == .both && found.problem == nil && text.split(whereSeparator: \.isWhitespace).count > 16
        let byWords = find.way == .meaning || isSentence ? [] : try await search.byWords(find.text)
        found.places = try await search.places(byWords: byWords, byMeaning: byMeaning, limit: min(max(find.limit, 1), 100))
        return found
    }

    /// Looks for what is like an utterance in everything that is in sight.
    ///
    /// - Parameters:
    ///   - meeting: where it was said.
    ///   - utterance: its index in the present words.
    /// - Throws: `StoreError.notFound` where there is no such utterance.
    public func alike(
        to meeting: Identifier<Meeting>, utterance: Int, filter: FindFilter = FindFilter(), limit: Int = 30, by visitor: Visitor
    ) async throws -> Found {
        try await admit(visitor, to: .searchWords)
        try await admit(visitor, to: .watchMeeting, .meeting(meeting))
        let meetings = try filter.meetings(for: visitor, on: self)
        let search = PlaceSearch(bench: self, visitor: visitor, filter: filter, meetings: meetings)
        var found = Found.nothing(.meaning)
        guard let model = try await store.moments(at: [(meeting: meeting, utterance: utterance)]).first else {
            throw StoreError.notFound("The utterance \(utterance + 1) of this meeting")
        }
        found.model = visitor.seesPseudonyms ? try await withPseudonyms([model], words: "").first : model
        do {
            let hits = try await search.alike(to: meeting, utterance: utterance, text: model.text, notice: &found)
            found.places = try await search.places(byWords: [], byMeaning: hits, limit: min(max(limit, 1), 100))
        } catch let problem as MeaningProblem {
            found.problem = problem
        }
        return found
    }
}
