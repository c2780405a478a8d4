import Covalence
import Hummingbird
import Language
import Store
import Workbench

extension Site {
    func addSearchRoutes(to router: Router<ServerContext>) {
        router.get("/search") { request, context in
            let query = FormFields.query(of: request)
            return Response.html(pages(context).render(try await searchPage(query, context)))
        }
    }

    private func searchPage(_ query: FormFields, _ context: ServerContext) async throws -> SearchPage {
        let (bench, visitor) = try (context.bench, context.visitor)
        var page = SearchPage(form: try SearchForm(query), waiting: try await waitingCount(context))
        if visitor.may(.know) {
            page.accounts = try await bench.organizations(OrganizationQuery(kinds: [.customer, .prospect], limit: 200), by: visitor).items
                .map { Choice(value: "\($0.id)", label: $0.organization.name, isSelected: $0.id == page.form.account) }
        }
        if let like = query["like"] { return try await showing(placesLike: like, on: page, bench, visitor) }
        guard !page.form.words.isEmpty else { return page }
        let words = page.form.words
        if page.form.way == .words, !page.form.isNarrowed {
            let moments = try await bench.moments(MomentQuery(words: words, cursor: query["after"].map(PageCursor.init), limit: 30), by: visitor)
            var found = moments.items.map { FoundPlace(.said($0, turn: $0.utterance..<$0.utterance + 1), hasWords: true, likeness: nil) }
            // The first page shows what has the name, and what was written, too; later pages go on with the words said.
            if query["after"] == nil {
                let everything = try await bench.search(words, limit: 30, by: visitor)
                page.names = PaletteEntry.all(in: everything)
                found += everything.written.items.map { FoundPlace(.written($0), hasWords: true, likeness: nil) }
            }
            page.results = try await results(found, words: words, form: page.form, bench, visitor, tellsWhy: false)
            page.summary = found.isEmpty ? nil : "\(Self.places(found.count)), the newest meeting first\(moments.next == nil ? "" : "; there are more")"
            page.olderHref = moments.next.map { "/search?words=\(QueryText.encode(words))&way=words&after=\(QueryText.encode($0.rawValue))" }
            return page
        }
        if !page.form.isNarrowed { page.names = PaletteEntry.all(in: try await bench.jump(to: words, by: visitor)) }
        let found = try await bench.find(Find(words, way: page.form.way, filter: try page.form.filter(), limit: 40), by: visitor)
        page.results = try await results(found.places, words: words, form: page.form, bench, visitor, tellsWhy: found.way == .both)
        return told(found, on: page)
    }

    private func showing(placesLike text: String, on former: SearchPage, _ bench: Workbench, _ visitor: Visitor) async throws -> SearchPage {
        var page = former
        let parts = text.split(separator: ":")
        guard parts.count == 2, let meeting = Identifier<Meeting>(parts[0]), let utterance = Int(parts[1]), (0..<10_000_000).contains(utterance) else {
            throw PageError(status: 400, title: "This is no place in a meeting", advice: "Open the meeting and choose “More like this” where it was said.")
        }
        let found = try await bench.alike(to: meeting, utterance: utterance, filter: try page.form.filter(), limit: 40, by: visitor)
        page.like = found.model.map {
            .init(moment: Moment(meeting: meeting, utterance: utterance, start: $0.time?.start), title: $0.title, text: $0.text.count > 600 ? $0.text.prefix(600) + " …" : $0.text)
        }
        page.results = try await results(found.places, words: "", form: page.form, bench, visitor, tellsWhy: true)
        return told(found, on: page)
    }

    private func told(_ found: Found, on former: SearchPage) -> SearchPage {
        var page = former
        page.summary = found.places.isEmpty ? nil : "\(Self.places(found.places.count)), the best first"
        page.problem = found.problem.map { "\(found.way == .words ? "Looked for by words only. " : "")\($0.problem) \($0.remedy)" }
        page.unread = found.unread == 0 ? nil
            : found.unread == 1 ? "One meeting, mail or note is not read by meaning yet, and is found by its words only."
            : "\(NumberText.whole(Double(found.unread))) meetings, mails and notes are not read by meaning yet, and are found by their words only."
        return page
    }

    private static func places(_ count: Int) -> String { count == 1 ? "1 place" : "\(count) places" }

    /// Places of one meeting that follow one another stand together.
    private func results(
        _ found: [FoundPlace], words: String, form: SearchForm, _ bench: Workbench, _ visitor: Visitor, tellsWhy: Bool
    ) async throws -> [SearchPage.Result] {
        let terms = SearchTerms(words)
        var results: [SearchPage.Result] = []
        for place in found {
            let result: SearchPage.Result
            switch place.place {
            case .said(let moment, let turn):
                let around = try await bench.utterances(of: moment.meeting, in: max(0, turn.lowerBound - 1)..<turn.upperBound + 1, by: visitor).utterances
                func neighbour(_ index: Int) -> String? {
                    around.first { $0.index == index }.map { $0.utterance.text.count > 160 ? $0.utterance.text.prefix(160) + " …" : $0.utterance.text }
                }
                // Of a turn that is shown whole, what stands around it; of one utterance, its neighbours.
                let shown = place.hasWords || visitor.seesPseudonyms ? moment.utterance..<moment.utterance + 1 : turn
                let hit = SearchPage.Hit(
                    moment: Moment(meeting: moment.meeting, utterance: moment.utterance, start: moment.time?.start),
                    speaker: moment.speaker ?? moment.label ?? "nobody named", side: moment.side,
                    parts: place.hasWords ? terms.parts(of: moment.text) : [.init(text: moment.text, isHit: false)],
                    before: neighbour(shown.lowerBound - 1), after: neighbour(shown.upperBound), why: tellsWhy ? Self.why(place) : nil,
                    whyMore: place.likeness.map { "Likeness in meaning \(NumberText.decimal($0, 2)): 1 is the same, 0 has nothing in common. It sorts; it is no chance of being right." },
                    likeHref: "/search?like=\(moment.meeting):\(moment.utterance)\(form.query)"
                )
                result = .init(href: "/meetings/\(moment.meeting)", title: moment.title, about: moment.startedAt.flatMap(LocalTime.day).map(DayText.long) ?? "", hits: [hit])
            case .written(let written):
                let day = LocalTime.day(written.at).map(DayText.long)
                let hit = SearchPage.Hit(
                    parts: place.hasWords ? terms.parts(of: written.excerpt) : [.init(text: written.excerpt, isHit: false)], why: tellsWhy ? Self.why(place) : nil,
                    whyMore: place.likeness.map { "Likeness in meaning \(NumberText.decimal($0, 2))." }
                )
                result = .init(
                    href: "/interactions/\(written.interaction)", title: written.title, about: [HistoryRow.word(written.kind), day].compactMap(\.self).joined(separator: ", "), hits: [hit]
                )
            }
            if results.last?.href == result.href { results[results.count - 1].hits += result.hits } else { results.append(result) }
        }
        return results
    }

    private static func why(_ place: FoundPlace) -> String {
        switch (place.hasWords, place.likeness) {
        case (true, .some): "words and meaning"
        case (true, nil): "words"
        default: "meaning"
        }
    }
}
