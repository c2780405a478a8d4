import Covalence
import Hummingbird
import Store
import Workbench

extension Site {
    func addSearchRoutes(to router: Router<ServerContext>) {
        router.get("/search") { request, context in
            let query = FormFields.query(of: request)
            return Response.html(pages(context).render(try await searchPage(query["words"] ?? "", after: query["after"], context)))
        }
    }

    private func searchPage(_ words: String, after: String?, _ context: ServerContext) async throws -> SearchPage {
        let (bench, visitor) = try (context.bench, context.visitor)
        let waiting = try await waitingCount(context)
        guard !words.isEmpty else { return SearchPage(words: "", results: [], waiting: waiting) }
        // The first page shows what has the name too; later pages go on with the words said.
        let everything = after == nil ? try await bench.search(words, limit: 30, by: visitor) : nil
        let page: Page<Store.Moment> = if let everything { everything.moments } else {
            try await bench.moments(MomentQuery(words: words, cursor: after.map(PageCursor.init), limit: 30), by: visitor)
        }
        let terms = SearchTerms(words)
        var results: [SearchPage.Result] = []
        for moment in page.items {
            let around = try await bench.utterances(of: moment.meeting, in: max(0, moment.utterance - 1)..<moment.utterance + 2, by: visitor).utterances
            func neighbour(_ index: Int) -> String? { around.first { $0.index == index }.map { $0.utterance.text.count > 160 ? $0.utterance.text.prefix(160) + " …" : $0.utterance.text } }
            let hit = SearchPage.Hit(
                moment: Moment(meeting: moment.meeting, utterance: moment.utterance, start: moment.time?.start), speaker: moment.speaker ?? moment.label ?? "nobody named",
                side: moment.side, parts: terms.parts(of: moment.text), before: neighbour(moment.utterance - 1), after: neighbour(moment.utterance + 1)
            )
            if results.last?.id == moment.meeting { results[results.count - 1].hits.append(hit) } else {
                results.append(.init(id: moment.meeting, title: moment.title, day: moment.startedAt.flatMap(LocalTime.day), hits: [hit]))
            }
        }
        let count = page.items.count
        let found = count == 1 ? "1 moment" : "\(count) moments"
        return SearchPage(
            words: words, names: everything.map(PaletteEntry.all) ?? [], results: results,
            written: (everything?.written.items ?? []).map { .init(moment: $0, parts: terms.parts(of: $0.excerpt)) },
            summary: count == 0 ? nil : "\(found) in \(results.count == 1 ? "1 meeting" : "\(results.count) meetings"), newest first\(page.next == nil ? "" : "; there are more")",
            olderHref: page.next.map { "/search?words=\(QueryText.encode(words))&after=\(QueryText.encode($0.rawValue))" }, waiting: waiting
        )
    }
}
