import Covalence
import Foundation
import Hummingbird
import MeetingInteraction
import NIOCore
import Store
import Workbench

extension Site {
    func addMeetingListRoutes(to router: Router<ServerContext>) {
        router.get("/meetings") { request, context in
            let tag = PageTag(request, context)
            if let tag, let kept = keptPages.page(tag) { return Response.html(kept, tag) }
            let page = try await meetingsPage(FormFields.query(of: request), context)
            let html = ByteBuffer(string: pages(context).render(page))
            // Lines that are made behind the page change it without a change in the workspace.
            guard let tag, !page.isProvisional else { return .html(html) }
            keptPages.keep(html, tag)
            return .html(html, tag)
        }
    }

    /// The list that a query asks for.
    func meetingsPage(_ query: FormFields, _ context: ServerContext, uploads: [UploadRow] = []) async throws -> MeetingsPage {
        let filter = FindMeetings.Filter(
            words: query["words"] ?? "", person: query["person"] ?? "", organization: query["organization"] ?? "",
            from: query["from"] ?? "", to: query["to"] ?? "", finding: query["finding"] ?? ""
        )
        let search = MeetingQuery(
            words: filter.words.isEmpty ? nil : filter.words,
            filter: MeetingFilter(
                person: query["person"], organization: query["organization"],
                from: try day(filter.from).flatMap { LocalTime.timestamp(day: $0, clock: nil) },
                before: try day(filter.to).flatMap { LocalTime.timestamp(day: CalendarDay(daysSince1970: $0.daysSince1970 + 1), clock: nil) },
                finding: FindingKind(rawValue: filter.finding)?.claimKind
            ),
            cursor: query["after"].map(PageCursor.init), limit: 50
        )
        let (bench, visitor) = try (context.bench, context.visitor)
        // Whoever sees no names gets rows of their own, which are not kept.
        let known = visitor.seesPseudonyms ? nil : visitor.workspaceVersion.map { rowFragments.known(in: bench.workspace.id, version: $0) }
        let list = try await bench.meetingList(search, pieces: ListLines.key, isKnown: { known?.has($0) ?? false }, by: visitor)
        let places = list.places.items, meetings = places.compactMap { list.summaries[$0.meeting] }
        let lines = visitor.seesPseudonyms ? [:] : await listLines.lines(of: meetings, kept: list.pieces, in: bench)
        let isProvisional = !visitor.seesPseudonyms && lines.count < meetings.count
        var next = list.places.next.map { "/meetings?after=\(QueryText.encode($0.rawValue))" }
        for (name, value) in [("words", filter.words), ("person", filter.person), ("organization", filter.organization), ("from", filter.from), ("to", filter.to), ("finding", filter.finding)] where !value.isEmpty {
            next?.append("&\(name)=\(QueryText.encode(value))")
        }
        let count = { (number: Int) in number == 1 ? "1 meeting" : "\(NumberText.whole(Double(number))) meetings" }
        let html = known.map { known in
            rowFragments.html(of: places, known: known) { place in
                guard let meeting = list.summaries[place.meeting] else { return nil }
                let line = lines[place.meeting]
                return (line, { renderer.fragment(row(meeting, line: line), template: "meeting-row") })
            }
        }
        return MeetingsPage(
            rows: html == nil ? meetings.map { row($0, line: lines[$0.id]) } : [],
            rowsHTML: html,
            summary: list.total == 0 ? nil : filter.isEmpty ? count(list.total) : "\(count(list.found)) of \(NumberText.whole(Double(list.total)))",
            find: FindMeetings(filter: filter),
            hasAny: list.total > 0, isNothingFound: places.isEmpty, olderHref: next, uploads: uploads,
            withoutConsent: Self.withoutConsent(bench.settings.privacy),
            canAdd: visitor.may(.change), waiting: list.waiting, isProvisional: isProvisional
        )
    }

    /// What the policy does with files of which consent is not known, in a sentence; nil where nothing is lost by it.
    private static func withoutConsent(_ policy: PrivacyPolicy) -> String? {
        switch policy.withoutEverybodysConsent {
        case .analyse, .leaveOutWords: nil
        case .analyseKeepNoWords: "Without everybody’s consent to analysis the words of a meeting are not kept here. Say it first, or you are asked before anything is lost."
        case .refuse: "Without everybody’s consent to analysis nothing of a meeting is stored here. Say it first, or you are asked before anything is lost."
        }
    }

    private func day(_ text: String) throws -> CalendarDay? {
        guard !text.isEmpty else { return nil }
        guard let day = CalendarDay(text) else {
            throw PageError(status: 400, title: "This is not a date", advice: "“\(text.prefix(40))” is not a date. Write it as 2026-03-04.")
        }
        return day
    }

    func row(_ summary: MeetingSummary, line: ListLine?) -> MeetingRow {
        let sides: [Side?] = [.seller, .customer, .thirdParty, nil]
        return MeetingRow(
            id: summary.id, title: summary.meeting.title, day: summary.meeting.startedAt.flatMap(LocalTime.day), length: summary.duration,
            isFiction: summary.meeting.isFiction, isWaiting: summary.openQuestions > 0, sentence: line?.sentence,
            people: sides.compactMap { side in
                let members = summary.participants.filter { $0.side == side }
                guard !members.isEmpty else { return nil }
                let organizations = summary.organizations(on: side)
                let names = members.prefix(6).map(\.name) + (members.count > 6 ? ["\(members.count - 6) more"] : [])
                return SidePeople(side: side, organization: side != nil && organizations.count == 1 ? organizations[0] : nil, names: Array(names))
            },
            sellerShare: line?.sellerShare,
            outcome: summary.outcome.map { $0 == "advanced" ? "went on" : "did not go on" }
        )
    }
}
