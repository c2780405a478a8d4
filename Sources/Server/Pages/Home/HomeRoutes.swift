import Covalence
import Hummingbird
import Store
import Workbench

extension Site {
    func addHomeRoutes(to router: Router<ServerContext>) {
        router.get("/") { _, context in
            let (bench, visitor) = try (context.bench, context.visitor)
            let home = try await bench.home(by: visitor)
            let lines = await listLines.lines(of: home.meetings, in: bench, for: visitor)
            return Response.html(pages(context).render(HomePage(
                name: visitor.name, tasks: tasks(home), latest: home.latest.map(HistoryRow.init),
                meetings: home.meetings.map { row($0, line: lines[$0.id]) },
                accounts: home.accounts.map { .init(summary: $0, now: bench.now()) },
                isEmpty: home.latest.isEmpty && home.meetings.isEmpty, canAdd: visitor.may(.change),
                seesPseudonyms: visitor.seesPseudonyms, week: home.week.map { WeekView(week: $0, canAdd: visitor.may(.change)) }, waiting: try await waitingCount(context)
            )))
        }
    }

    private func tasks(_ home: Home) -> [HomePage.Task] {
        var tasks: [HomePage.Task] = []
        if let waiting = home.waiting {
            let broken = waiting.files.filter { $0.broken != nil }.count
            if broken > 0 {
                tasks.append(.init(text: "\(OrganizationWords.count(broken, "file has", "files have")) parts that cannot be read.", href: "/waiting", action: "Decide"))
            }
            let consents = waiting.files.filter { $0.consent != nil }.count
            if consents > 0 {
                tasks.append(.init(text: "\(OrganizationWords.count(consents, "file waits", "files wait")) for whether people agreed.", href: "/waiting", action: "Say who agreed"))
            }
            for meeting in waiting.meetings.prefix(3) {
                tasks.append(.init(text: "Who sat on which side in “\(meeting.meeting.title)”?", href: "/meetings/\(meeting.id)/cast", action: "Say who"))
            }
            if waiting.meetingCount > 3 {
                tasks.append(.init(text: "\(OrganizationWords.count(waiting.meetingCount - 3, "more meeting", "more meetings")) with the same question.", href: "/waiting", action: "Show them"))
            }
        }
        if let count = home.week?.linkQuestions, count > 0 {
            tasks.append(.init(
                text: "\(count == 50 ? "50 or more meetings and interactions wait" : OrganizationWords.count(count, "meeting or interaction waits", "meetings and interactions wait")) to be told to which sale \(count == 1 ? "it belongs" : "they belong").",
                href: "/objectives/questions", action: "Say which"
            ))
        }
        if let week = home.week, let first = week.suggestions.first, week.suggestionCount > 0 {
            tasks.append(.init(
                text: "\(OrganizationWords.count(week.suggestionCount, "suggestion", "suggestions")) about \(week.isOwn ? "your sales" : "sales") to decide on.",
                href: "\(SellingPlaces.objective(first.id))/asking", action: "Begin"
            ))
        }
        if !home.identities.isEmpty {
            let count = home.identities.count
            tasks.append(.init(
                text: "Of \(count == 20 ? "20 or more" : String(count)) \(count == 1 ? "name or address" : "names or addresses") in the record it is not known who they are.",
                href: "/people/unknown", action: "Say who"
            ))
        }
        return tasks
    }
}
