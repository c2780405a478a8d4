import Covalence
import Hummingbird
import MeetingInteraction
import Store
import Workbench

extension Site {
    func addFindingRoutes(to router: Router<ServerContext>) {
        router.post("/meetings/:id/claims/:claim") { request, context in
            let (id, claim) = (try meeting(in: context), try claim(in: context))
            let form = try await FormFields.body(of: request, context: context)
            try await decide(claim, form, context)
            let statement = form["at"] ?? ""
            if request.headers[.hxRequest] != nil {
                let open = try await opened.open(id, context)
                return Response.html(pages(context).render(ReadMeeting(open).decided(under: statement)))
            }
            return Response.seeOther("/meetings/\(id)#\(statement == "set-aside" || statement.isEmpty ? "findings" : "s-\(QueryText.encode(statement))")")
        }
        router.get("/meetings/:id/claims/:claim") { request, context in
            let page = try await claimPage(try claim(in: context), of: try meeting(in: context), at: FormFields.query(of: request)["at"] ?? "", context)
            if request.headers[.hxRequest] != nil, let form = page.correct { return Response.html(pages(context).render(form)) }
            return Response.html(pages(context).render(page))
        }
        router.post("/meetings/:id/claims") { request, context in
            let id = try meeting(in: context)
            let form = try await FormFields.body(of: request, context: context)
            guard let kind = form["code"].flatMap(FindingKind.init(rawValue:)), let lower = form.number("lower"), let upper = form.number("upper"),
                  lower >= 0, upper > lower, let version = form.number("transcript")
            else { throw PageError(status: 422, title: "No words were chosen", advice: "Mark the words in the transcript that show the finding, then say what they show.") }
            let open = try await opened.open(id, context)
            try await context.bench.addFinding(kind, in: id, words: lower..<upper, transcriptVersion: version, side: nil, note: form["note"], by: context.visitor)
            let utterance = ReadMeeting(open).utterance(at: lower) ?? 0
            return Response.seeOther(Moment(meeting: id, utterance: utterance).href)
        }
    }

    private func claim(in context: ServerContext) throws -> Identifier<Claim> {
        guard let id = Identifier<Claim>(try context.parameters.require("claim")) else { throw PageError.notFound }
        return id
    }

    private func decide(_ claim: Identifier<Claim>, _ form: FormFields, _ context: ServerContext) async throws {
        let verdict: FindingVerdict? = switch form["decision"] {
        case "confirm": .confirm
        case "reject": .reject(reason: form["reason"])
        case "undo": .reopen
        case "correct": form["code"].flatMap(FindingKind.init(rawValue:)).map { .correct(kind: $0, side: form["side"].flatMap(Side.init(rawValue:))) }
        default: nil
        }
        guard let verdict, let expecting = form["expecting"].flatMap(Standing.init(rawValue:)) else { throw PageError.plain(400) }
        try await context.bench.decide(claim, verdict, expecting: expecting, by: context.visitor)
    }

    private func claimPage(_ id: Identifier<Claim>, of meeting: Identifier<Meeting>, at statement: String, _ context: ServerContext) async throws -> ClaimPage {
        let open = try await opened.open(meeting, context)
        let claim = try await context.bench.claim(id, by: context.visitor)
        guard claim.subject == .meeting(meeting) else { throw PageError.notFound }
        let read = ReadMeeting(open)
        let quote = claim.words.flatMap { words in
            read.utterance(at: words.lower).map { read.quote($0, range: words.range, hasChanged: words.wordsChanged) }
        }
        let words: [Standing: String] = [.suggested: "put back to wait", .confirmed: "confirmed", .rejected: "set aside", .withdrawn: "withdrawn", .superseded: "corrected"]
        let said = Line(text: "\(LocalTime.text(claim.recordedAt)): stated by \(claim.author.name.isolated).")
        let decisions = try await context.bench.history(of: id, by: context.visitor).map { decision in
            Line(text: "\(LocalTime.text(decision.at)): \(words[decision.standing] ?? decision.standing.rawValue) by \(decision.author.name.isolated)\(decision.reason.map { ", because \($0)" } ?? "").")
        }
        let kind = FindingKind(claimKind: claim.kind)
        let correct = try context.visitor.may(.change) && claim.standing == .suggested ? kind.map { kind in
            CorrectForm(
                meeting: meeting, claim: id, standing: claim.standing, kind: kind,
                side: claim.payload["side"].flatMap(Side.init(rawValue:)) ?? quote?.side, statementID: statement
            )
        } : nil
        return ClaimPage(
            meeting: meeting, meetingTitle: open.summary.meeting.title, kind: kind?.title ?? claim.kind,
            quote: quote, note: claim.payload["note"], correct: correct, history: [said] + decisions,
            confidentialHref: try await context.bench.saysWhoKnows(context.visitor, of: [claim]).isEmpty ? nil : "/claims/\(id)/confidential"
        )
    }
}
