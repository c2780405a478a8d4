import Covalence
import Hummingbird
import Store
import Workbench

extension Site {
    func addTopicRoutes(to router: Router<ServerContext>) {
        router.get("/topics") { request, context in
            Response.html(pages(context).render(try await topicsPage(FormFields.query(of: request), context)))
        }
        router.get("/topics.json") { request, context in
            let place = TopicPlaceInAddress(FormFields.query(of: request))
            return Response.json(TopicsData(try await context.bench.topics(place.query, by: context.visitor)))
        }
        router.post("/topics/:id") { request, context in
            guard let id = Identifier<Topic>(try context.parameters.require("id")) else { throw PageError.notFound }
            let form = try await FormFields.body(of: request, context: context)
            let place = TopicPlaceInAddress(form)
            guard let (deed, done) = deed(form) else { throw PageError.notFound }
            do {
                try await context.bench.change(id, of: place.query, deed, expecting: form.number("version"), by: context.visitor)
            } catch StoreError.refused(let why) {
                return Response.html(pages(context).render(try await topicsPage(form, context, problem: why.text)), status: .unprocessableContent)
            } catch StoreError.conflict {
                let why = "Somebody else did something with this topic in the meantime. This is how it is now."
                return Response.html(pages(context).render(try await topicsPage(form, context, problem: why)), status: .conflict)
            }
            let shown = if case .merge(let into) = deed { into } else { id }
            return Response.seeOther("\(place.href(adding: [("done", done)]))#t-\(shown)")
        }
    }

    /// What a form asks for, and what is said once it is done.
    private func deed(_ form: FormFields) -> (TopicDeed, String)? {
        switch form["do"] {
        case "rename": (.rename(form["name"]), "renamed")
        case "merge": form["into"].flatMap { Identifier<Topic>($0) }.map { (.merge(into: $0), "merged") }
        case "separate": (.separate, "separated")
        case "pin": (.pin, "pinned")
        case "unpin": (.unpin, "unpinned")
        case "dismiss": (.dismiss, "dismissed")
        case "restore": (.restore, "restored")
        default: nil
        }
    }

    private static func topicNotice(_ done: String?) -> String? {
        switch done {
        case "renamed": "Saved. The name stays with the topic as new meetings come in."
        case "merged": "Put together. You can take it apart under “Change”."
        case "separated": "Taken apart again."
        case "pinned": "Pinned: it stays, and gathers what is near."
        case "unpinned": "Not pinned any more."
        case "dismissed": "Put aside; it is below, under “put aside”."
        case "restored": "It is in the list again."
        default: nil
        }
    }

    private func topicsPage(_ fields: FormFields, _ context: ServerContext, problem: String? = nil) async throws -> TopicsPage {
        let (bench, visitor) = try (context.bench, context.visitor)
        let place = TopicPlaceInAddress(fields)
        let seen = try await bench.topics(place.query, by: visitor)
        let organizations = try await bench.organizations(OrganizationQuery(limit: 500), by: visitor).items.map(\.organization).filter(\.kind.isAccount)
        let account: Organization? = if let id = place.account {
            if let known = organizations.first(where: { $0.id == id }) { known } else { try await bench.openAccount(id, by: visitor).summary.organization }
        } else { nil }
        let accounts = [Choice(value: "", label: "All conversations in sight", isSelected: account == nil)]
            + organizations.sorted { $0.name < $1.name }.map { Choice(value: "\($0.id)", label: $0.name, isSelected: $0.id == account?.id) }
        return TopicsPage(
            seen: seen, account: account, accounts: accounts, quarters: place.quarters(now: bench.now()), from: place.from?.description ?? "",
            before: place.before?.description ?? "", selfHref: place.href(), dataHref: place.href(to: "/topics.json"), hidden: place.fields,
            canChange: visitor.may(.change), notice: problem == nil ? Self.topicNotice(fields["done"]) : nil, problem: problem,
            waiting: try await waitingCount(context)
        )
    }
}

/// Whose topics an address shows, and of when: an account, a quarter or days. What cannot be read narrows nothing.
struct TopicPlaceInAddress: Hashable, Sendable {
    var account: Identifier<Organization>?
    var quarter: Quarter?
    var from: CalendarDay?
    /// The first day after.
    var before: CalendarDay?

    /// Three months of a year.
    struct Quarter: Hashable, Sendable {
        var year: Int
        /// 1 to 4.
        var number: Int

        /// `2026-Q1`; nil for anything else.
        init?(_ text: String) {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].count == 4, let year = Int(parts[0]), (1...9998).contains(year), parts[1].count == 2, parts[1].hasPrefix("Q"),
                  let number = Int(parts[1].dropFirst()), (1...4).contains(number)
            else { return nil }
            self.year = year
            self.number = number
        }

        init(of day: CalendarDay) {
            year = day.year
            number = (day.month - 1) / 3 + 1
        }

        var earlier: Quarter {
            var quarter = self
            (quarter.year, quarter.number) = number == 1 ? (year - 1, 4) : (year, number - 1)
            return quarter
        }

        var first: CalendarDay? { CalendarDay(year: year, month: 3 * number - 2, day: 1) }
        var end: CalendarDay? { number == 4 ? CalendarDay(year: year + 1, month: 1, day: 1) : CalendarDay(year: year, month: 3 * number + 1, day: 1) }
        var name: String { "\(String(repeating: "0", count: max(0, 4 - String(year).count)))\(year)-Q\(number)" }
    }

    init(_ fields: FormFields) {
        account = fields["account"].flatMap { Identifier($0) }
        quarter = fields["quarter"].flatMap { Quarter($0) }
        // A quarter says both ends.
        from = quarter == nil ? fields["from"].flatMap { CalendarDay($0) } : nil
        before = quarter == nil ? fields["before"].flatMap { CalendarDay($0) } : nil
    }

    var query: TopicQuery {
        TopicQuery(
            account: account, from: (quarter?.first ?? from).flatMap { LocalTime.timestamp(day: $0, clock: nil) },
            before: (quarter?.end ?? before).flatMap { LocalTime.timestamp(day: $0, clock: nil) }
        )
    }

    /// What is set, by the names of the fields.
    var fields: [(name: String, value: String)] {
        [
            account.map { ("account", "\($0)") }, quarter.map { ("quarter", $0.name) }, from.map { ("from", "\($0)") }, before.map { ("before", "\($0)") },
        ].compactMap(\.self)
    }

    func href(to path: String = "/topics", adding more: [(String, String)] = []) -> String {
        let all = fields.map { ($0.name, $0.value) } + more
        return all.isEmpty ? path : path + "?" + all.map { "\($0.0)=\(QueryText.encode($0.1))" }.joined(separator: "&")
    }

    /// The last eight quarters, the one that is chosen among them.
    func quarters(now: Timestamp) -> [Choice] {
        var choices = [Choice(value: "", label: "Any time, or the days beside", isSelected: quarter == nil)]
        guard let today = LocalTime.day(now) else { return choices }
        var one = Quarter(of: today)
        for _ in 0..<8 {
            choices.append(Choice(value: one.name, label: TopicWords.period(one.name), isSelected: one == quarter))
            one = one.earlier
        }
        if let quarter, !choices.contains(where: \.isSelected) {
            choices.append(Choice(value: quarter.name, label: TopicWords.period(quarter.name), isSelected: true))
        }
        return choices
    }
}
