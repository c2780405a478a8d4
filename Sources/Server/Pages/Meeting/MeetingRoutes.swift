import Covalence
import Foundation
import Hummingbird
import Store
import Workbench

extension Site {
    func addMeetingRoutes(to router: Router<ServerContext>) {
        router.get("/meetings/:id") { request, context in
            Response.html(pages(context).render(try await meetingPage(try meeting(in: context), FormFields.query(of: request), context)))
        }
        router.get("/meetings/:id/timeline.json") { _, context in
            let open = try await opened.open(try meeting(in: context), context)
            guard case .known(let data) = ReadMeeting(open).timeline() else { throw PageError.notFound }
            return Response.json(data)
        }
        router.post("/meetings/:id/details") { request, context in
            let id = try meeting(in: context)
            let form = try await FormFields.body(of: request, context: context)
            try await keepingWords(of: form, [("title", "Title"), ("day", "Day"), ("time", "Time"), ("advancedTo", "Led on to")], for: "/meetings/\(id)#about") { try await save(form, of: id, context) }
            return Response.seeOther("/meetings/\(id)#about")
        }
        router.get("/meetings/:id/erase") { _, context in
            Response.html(pages(context).render(try await erasePage(try meeting(in: context), context)))
        }
        router.post("/meetings/:id/accounts") { request, context in
            let id = try meeting(in: context)
            let form = try await FormFields.body(of: request, context: context)
            var accounts: Set<Identifier<Organization>> = []
            for name in (form["accounts"] ?? "").split(separator: ";").map({ $0.trimmingCharacters(in: .whitespaces) }) {
                if let account = try await organization(named: name, context) { accounts.insert(account) }
            }
            try await keepingWords(of: form, [("accounts", "Belongs to")], for: "/meetings/\(id)#about") {
                let (bench, visitor) = try (context.bench, context.visitor)
                // Held against the accounts that were seen: the engine reading the meeting meanwhile is no conflict.
                let version = try await bench.version(of: id, by: visitor)
                let held = ContentTag(ofIDs: try await bench.accounts(of: id, by: visitor).map(\.id))
                try ContentTag.check(form["seen"].map { ContentTag(text: $0) }, is: held, "To which accounts this meeting belongs")
                try await bench.setAccounts(of: id, to: accounts, expecting: form["seen"] == nil ? nil : version, by: visitor)
            }
            return Response.seeOther("/meetings/\(id)#about")
        }
        router.post("/meetings/:id/erase") { _, context in
            let id = try meeting(in: context)
            try await context.bench.erase(id, by: context.visitor)
            await opened.forget(id, in: try context.bench.workspace.id)
            return Response.seeOther("/meetings")
        }
    }

    /// A meeting as it is shown.
    ///
    /// - Parameters:
    ///   - query: what of it the address asks for.
    ///   - recordingProblem: why the recording that was chosen is not stored.
    func meetingPage(_ id: Identifier<Meeting>, _ query: FormFields, recordingProblem: String? = nil, _ context: ServerContext) async throws -> MeetingPage {
        async let waiting = waitingCount(context)
        let open = try await opened.open(id, context)
        let visitor = try context.visitor
        var about = try await about(open, context)
        about.recordingProblem = recordingProblem
        var page = ReadMeeting(open, mayChange: visitor.may(.change)).page(from: query.number("from") ?? 0, filter: filter(query), about: about)
        page.readByWords = try open.wordsKept == .none ? nil : context.bench.analyzer.readByWords(open.analysis)
        page.hasRecording = open.summary.hasRecording && visitor.may(.listen)
        page.transcriptVersion = open.summary.transcriptVersion
        page.waiting = try await waiting
        return page
    }

    /// What of the transcript a query asks for.
    func filter(_ query: FormFields) -> TranscriptPiece.Filter {
        TranscriptPiece.Filter(side: query["side"], act: query["act"], code: query["code"])
    }

    private func save(_ form: FormFields, of id: Identifier<Meeting>, _ context: ServerContext) async throws {
        let open = try await opened.open(id, context)
        var edit = MeetingEdit()
        if let title = form["title"], title != open.summary.meeting.title { edit.title = title }
        if let text = form["day"] {
            guard let day = CalendarDay(text), let time = LocalTime.timestamp(day: day, clock: form["time"]) else {
                throw PageError(status: 422, title: "This is not a date", advice: "Write the day as 2026-03-04 and the time as 10:30.")
            }
            if time != open.summary.meeting.startedAt { edit.startedAt = time }
        }
        if let language = form["language"], language != open.summary.language { edit.language = language }
        // Where title, time and language are still what the person saw, nothing of theirs can be overwritten: the engine reading the meeting meanwhile is no conflict.
        let (meeting, started) = (open.summary.meeting, open.summary.meeting.startedAt)
        let isAsSeen = form["sawTitle"] == meeting.title && (form["sawDay"] ?? "") == (started.flatMap(LocalTime.day)?.description ?? "")
            && (form["sawTime"] ?? "") == (started.map(LocalTime.clock) ?? "") && (form["sawLanguage"] ?? "") == (open.summary.language ?? "")
        let outcome: MeetingOutcome? = switch form["outcome"] {
        case "advanced": MeetingOutcome(advanced: true, to: form["advancedTo"])
        case "not-advanced": MeetingOutcome(advanced: false)
        default: nil
        }
        // What somebody else said of it meanwhile stays where this form did not touch it, and is not overwritten where it did.
        let sawOutcome = form.raw("sawOutcome")
        let saysOutcome = outcome != nil && outcome != open.outcome && sawOutcome != AboutMeeting.told(outcome)
        if saysOutcome, let sawOutcome, sawOutcome != AboutMeeting.told(open.outcome) {
            throw StoreError.conflict(.content("Whether this meeting led on"))
        }
        if edit != MeetingEdit() { try await context.bench.edit(id, edit, expecting: isAsSeen ? nil : form.number("version"), by: context.visitor) }
        if saysOutcome, let outcome { try await context.bench.setOutcome(of: id, outcome, by: context.visitor) }
    }

    private func about(_ open: OpenMeeting, _ context: ServerContext) async throws -> AboutMeeting {
        let meeting = open.summary.meeting
        let recording = open.files.last { $0.role == .recording }
        let words = try await context.bench.transcriptVersions(of: open.summary.id, by: context.visitor).map { version in
            version.version == 1
                ? "The words came in on \(LocalTime.text(version.madeAt)), from \(version.author.name.isolated)."
                : "Version \(version.version) of the words, by \(version.author.name.isolated), \(LocalTime.text(version.madeAt))."
        }
        let casts = try await context.bench.castVersions(of: open.summary.id, by: context.visitor).dropFirst().map { version in
            version.restores == nil
                ? "Who is who was changed by \(version.author.name.isolated), \(LocalTime.text(version.madeAt))."
                : "A change to who is who was taken back by \(version.author.name.isolated), \(LocalTime.text(version.madeAt))."
        }
        var accounts: AboutMeeting.Accounts?
        if try context.visitor.may(.know) {
            let (bench, visitor) = try (context.bench, context.visitor)
            let canAssign = visitor.may(.change)
            accounts = AboutMeeting.Accounts(
                held: try await bench.accounts(of: open.summary.id, by: visitor),
                suggested: canAssign ? try await bench.suggestedAccounts(of: open.summary.id, by: visitor) : [],
                choices: canAssign ? try await bench.organizations(OrganizationQuery(kinds: [.customer, .prospect], limit: 500), by: visitor).items.map(\.organization.name) : [],
                canAssign: canAssign
            )
        }
        return AboutMeeting(
            id: open.summary.id, version: open.summary.version, day: meeting.startedAt.flatMap(LocalTime.day)?.description ?? "",
            time: meeting.startedAt.map(LocalTime.clock) ?? "", languages: LanguageName.choices(open.summary.language),
            outcomes: [
                Choice(value: "", label: "not known", isSelected: open.outcome == nil),
                Choice(value: "advanced", label: "yes", isSelected: open.outcome?.advanced == true),
                Choice(value: "not-advanced", label: "no", isSelected: open.outcome?.advanced == false),
            ],
            advancedTo: open.outcome?.to ?? "", outcomeNow: AboutMeeting.told(open.outcome), recording: recording?.file.hash,
            recordingNote: recording.map { "\($0.file.name), \(Self.size($0.file.bytes))." },
            hasOriginal: open.files.contains { $0.role == .original }, versions: (words + casts).map(Line.init), may: try await abilities(open.summary.id, context), accounts: accounts
        )
    }

    /// What the visitor may do with a meeting: what the use cases would say.
    private func abilities(_ id: Identifier<Meeting>, _ context: ServerContext) async throws -> AboutMeeting.Abilities {
        let (bench, visitor) = try (context.bench, context.visitor)
        let takesAlong = visitor.may(.export)
        return AboutMeeting.Abilities(
            change: visitor.may(.change), export: takesAlong, original: takesAlong ? await bench.wouldAdmit(visitor, to: .exportOriginal, .meeting(id)) : false,
            erase: await bench.wouldAdmit(visitor, to: .eraseMeeting, .meeting(id))
        )
    }

    private func erasePage(_ id: Identifier<Meeting>, _ context: ServerContext) async throws -> ErasePage {
        let open = try await opened.open(id, context)
        guard try await context.bench.wouldAdmit(context.visitor, to: .eraseMeeting, .meeting(id)) else {
            throw PageError(status: 403, title: "Not allowed", advice: "A meeting is erased by whoever brought it in, by managers and by administrators. Ask one of them.")
        }
        let versions = open.summary.transcriptVersion
        var goes = ["\(open.summary.utterances) utterances" + (versions > 1 ? " in \(versions) versions" : "")]
        goes.append(open.claims.isEmpty ? "what was read in them" : "what was read in them and what was decided on it: \(open.claims.count) findings")
        goes.append("who took part, with their consent")
        for file in open.files { goes.append("\(file.role == .original ? "the file as it came" : "the recording"): \(file.file.name), \(Self.size(file.file.bytes))") }
        goes.append("every trace in the search index and in the database’s log")
        return ErasePage(id: id, title: open.summary.meeting.title, goes: goes)
    }

    /// `48 MB`.
    static func size(_ bytes: Int) -> String {
        bytes < 1000 ? "\(bytes) bytes" : bytes < 1_000_000 ? "\((bytes + 500) / 1000) kB" : "\(NumberText.whole((Double(bytes) / 1_000_000).rounded())) MB"
    }
}
