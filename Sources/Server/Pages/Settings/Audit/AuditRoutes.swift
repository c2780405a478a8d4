import Covalence
import Foundation
import Hummingbird
import Store
import Workbench

extension Site {
    func addAuditRoutes(to router: Router<ServerContext>) {
        router.get("/settings/audit") { request, context in
            let page = try await auditPage(FormFields.query(of: request), context)
            return Response.html(pages(context).render(page), status: page.problems.isEmpty ? .ok : .unprocessableContent)
        }
    }

    private func auditPage(_ query: FormFields, _ context: ServerContext) async throws -> AuditPage {
        let (bench, visitor) = (try context.bench, try context.visitor)
        let filter = AuditPage.Filter(
            member: query["member"] ?? "", action: query["action"] ?? "", subject: query["subject"] ?? "", from: query["from"] ?? "",
            to: query["to"] ?? "", refused: query["refused"] != nil
        )
        let names = try await bench.auditNames(by: visitor)
        var search = AuditSearch(
            member: Identifier<Member>(filter.member), action: AuditWords.families.first { $0.prefix == filter.action }.map { "\($0.prefix)." },
            outcome: filter.refused ? .refused : nil, cursor: query["after"].map(PageCursor.init), limit: 100
        )
        var problems = FormProblems(typed: ["subject": filter.subject, "from": filter.from, "to": filter.to])
        if !filter.subject.isEmpty {
            // A pasted address will do: the id is in it.
            search.subject = filter.subject.firstMatch(of: /[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}/).flatMap { UUID(uuidString: String($0.output.0)) }
            if search.subject == nil { problems.problems["subject"] = "Paste the id of a meeting, person or member, or the address of its page." }
        }
        for (name, text) in [("from", filter.from), ("to", filter.to)] where !text.isEmpty && CalendarDay(text) == nil {
            problems.problems[name] = "Write the day as 2026-03-04."
        }
        search.from = CalendarDay(filter.from).flatMap { LocalTime.timestamp(day: $0, clock: nil) }
        search.before = CalendarDay(filter.to).flatMap { LocalTime.timestamp(day: CalendarDay(daysSince1970: $0.daysSince1970 + 1), clock: nil) }
        var notKept: String?
        var found = Store.Page<AuditRecord>(items: [], next: nil)
        if problems.isEmpty {
            do { found = try await bench.searchAudit(search, by: visitor) } catch StoreError.refused(let why) { notKept = why.text }
        }
        let hrefs = await hrefs(of: Set(found.items.compactMap(\.entry.subject)), bench, visitor)
        let next = found.next.map { "/settings/audit?\(filter.query)\(filter.isEmpty ? "" : "&")after=\(QueryText.encode($0.rawValue))" }
        return AuditPage(
            rows: found.items.map { row($0.entry, names, hrefs) }, filter: filter,
            members: names.isEmpty ? [] : try await bench.auditActors(by: visitor).map { Choice(value: "\($0.id)", label: $0.name, isSelected: "\($0.id)" == filter.member) },
            families: AuditWords.families.map { Choice(value: $0.prefix, label: $0.word, isSelected: $0.prefix == filter.action) },
            problems: problems, notKept: notKept, olderHref: next, waiting: try await waitingCount(context)
        )
    }

    private func row(_ entry: AuditEntry, _ names: [UUID: String], _ hrefs: [AuditThing: String]) -> AuditPage.Row {
        let who: String = switch entry.actor {
        case .member(let id): names[id.uuid] ?? "a member who is not there any more"
        case .operator: "the operator at the terminal"
        case .system: "Covalence itself"
        case .nobody: "somebody not signed in"
        }
        let subject = entry.subject.flatMap { $0.kind == .workspace ? nil : $0 }
        return AuditPage.Row(
            time: LocalTime.text(entry.at), who: who, whoID: entry.actor.id?.uuidString.lowercased(), did: AuditWords.action(entry.action.description),
            kind: subject.map { AuditWords.kind($0.kind) }, subject: subject?.id.uuidString.lowercased(), name: subject.flatMap { names[$0.id] },
            href: subject.flatMap { hrefs[$0] }, origin: entry.origin.description, outcome: AuditWords.outcome(entry.outcome)
        )
    }

    /// Where the things open that the visitor may see; what was erased or is out of sight has no link.
    private func hrefs(of things: Set<AuditThing>, _ bench: Workbench, _ visitor: Visitor) async -> [AuditThing: String] {
        var hrefs: [AuditThing: String] = [:]
        for thing in things {
            let id = thing.id.uuidString.lowercased()
            switch thing.kind {
            case .meeting:
                if await bench.wouldAdmit(visitor, to: .watchMeeting, .meeting(Identifier(thing.id))) { hrefs[thing] = "/meetings/\(id)" }
            case .person:
                if await bench.wouldAdmit(visitor, to: .openPerson, .person(Identifier(thing.id))) { hrefs[thing] = "/people/\(id)" }
            case .organization:
                if await bench.wouldAdmit(visitor, to: .openOrganization, .organization(Identifier(thing.id))) { hrefs[thing] = "/accounts/\(id)" }
            case .interaction:
                if await bench.wouldAdmit(visitor, to: .openInteraction, .interaction(Identifier(thing.id))) { hrefs[thing] = "/interactions/\(id)" }
            case .claim:
                if await bench.wouldAdmit(visitor, to: .watchMeeting, .claim(Identifier(thing.id))) { hrefs[thing] = "/claims/\(id)" }
            case .member:
                if await bench.wouldAdmit(visitor, to: .changeMember, .member(Identifier(thing.id))) { hrefs[thing] = "/settings/members/\(id)" }
            case .team:
                if await bench.wouldAdmit(visitor, to: .changeTeams, .team(Identifier(thing.id))) { hrefs[thing] = "/settings/teams#team-\(id)" }
            default: break
            }
        }
        return hrefs
    }
}
