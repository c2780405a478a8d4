import Covalence
import Foundation
import Hummingbird
import NIOCore
import Store
import Workbench

extension Site {
    /// What happens without everybody's consent, how long things are kept, and the rights of single people.
    func addPrivacyRoutes(to router: Router<ServerContext>) {
        router.post("/settings/privacy/preview") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            return Response.html(pages(context).render(try await policyPreview(try policy(form), seen: form["seen"], context)))
        }
        router.post("/settings/privacy") { request, context in
            let form = try await FormFields.body(of: request, context: context), policy = try policy(form)
            let done = try await keepingWords(of: form, [], for: "/settings#privacy") {
                try await context.bench.changePrivacy(policy, expecting: Self.seen(form, "privacy"), by: context.visitor)
            }
            await opened.forgetAll(in: try context.bench.workspace.id)
            return Response.html(pages(context).render(DoneReportPage(
                heading: "Privacy is set", lead: policy.withoutEverybodysConsent.meaning, lines: Self.counts(done, done: true),
                backHref: "/settings#privacy", backWord: "Settings", waiting: try await waitingCount(context)
            )))
        }
        router.post("/settings/retention/preview") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let (policy, problems) = Self.retention(form)
            guard problems.isEmpty else {
                return Response.html(pages(context).render(try await settingsPage(context, problems: problems)), status: .unprocessableContent)
            }
            return Response.html(pages(context).render(try await retentionPreview(policy, seen: form["seen"], context)))
        }
        router.post("/settings/retention") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let (policy, problems) = Self.retention(form)
            guard problems.isEmpty else { throw PageError.plain(400) }
            try await keepingWords(of: form, RetainedKind.allCases.map { ("days-\($0.rawValue)", "Days: \($0.title)") }, for: "/settings#retention") {
                try await context.bench.changeRetention(policy, expecting: Self.seen(form, "retention"), by: context.visitor)
            }
            guard form["do"] == "run" else { return Response.seeOther("/settings?saved=retention#retention") }
            let removed = try await context.bench.runRetention(by: context.visitor)
            await opened.forgetAll(in: try context.bench.workspace.id)
            let lines = removed.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key.title): \($0.value) removed" }
            return Response.html(pages(context).render(DoneReportPage(
                heading: "Retention was run", lead: "It runs by itself once a day while Covalence is serving.",
                lines: lines.isEmpty ? ["Nothing was past its time."] : lines, backHref: "/settings#retention", backWord: "Settings",
                waiting: try await waitingCount(context)
            )))
        }
        router.get("/people/:id/privacy") { _, context in
            Response.html(pages(context).render(try await personPrivacy(try personID(context), context)))
        }
        router.post("/people/:id/privacy/export") { _, context in
            let id = try personID(context)
            let files = try await context.bench.exportPerson(id, by: context.visitor)
            var all = Data("{\n".utf8)
            for (index, file) in files.enumerated() {
                all += try JSONEncoder().encode(file.name) + Data(": ".utf8) + file.content + Data((index < files.count - 1 ? ",\n" : "\n}\n").utf8)
            }
            return Response.download(ByteBuffer(bytes: all), name: "person-\(id).json", contentType: "application/json")
        }
        router.post("/people/:id/privacy/erase") { request, context in
            let id = try personID(context)
            let form = try await FormFields.body(of: request, context: context)
            let person = try await context.bench.holdings(on: id, by: context.visitor).person
            guard form["confirm"]?.precomposedStringWithCanonicalMapping == person.name.precomposedStringWithCanonicalMapping else {
                var page = try await personPrivacy(id, context)
                page.problems = FormProblems(typed: ["confirm": form["confirm"] ?? ""], problems: ["confirm": "Type the name exactly as it stands above. Nothing was erased."])
                return Response.html(pages(context).render(page), status: .unprocessableContent)
            }
            let report = try await context.bench.erasePerson(id, by: context.visitor)
            await opened.forgetAll(in: try context.bench.workspace.id)
            return Response.html(pages(context).render(DoneReportPage(
                heading: "Erased", lead: "The person is gone from this workspace.", lines: Self.lines(report, done: true) + report.notReached + [report.stillInFiles].compactMap(\.self),
                backHref: "/people", backWord: "People", waiting: try await waitingCount(context)
            )))
        }
    }

    /// What the settings page shows of privacy, for those who may see it.
    func privacySettings(_ context: ServerContext, problems: FormProblems) throws -> SettingsPage.Privacy? {
        let (bench, visitor) = (try context.bench, try context.visitor)
        guard visitor.may(.know) else { return nil }
        let now = bench.settings.privacy.withoutEverybodysConsent
        return SettingsPage.Privacy(
            policies: PrivacyPolicy.WithoutEverybodysConsent.allCases.map { Choice(value: $0.rawValue, label: $0.meaning, isSelected: $0 == now) },
            days: RetainedKind.allCases.map { kind in
                (kind.title.prefix(1).uppercased() + kind.title.dropFirst(), Self.meaning(kind),
                 problems.field("days-\(kind.rawValue)", bench.settings.retention.days[kind].map(String.init) ?? ""))
            }
        )
    }

    private func policy(_ form: FormFields) throws -> PrivacyPolicy {
        guard let chosen = form["policy"].flatMap(PrivacyPolicy.WithoutEverybodysConsent.init(rawValue:)) else {
            throw PageError(status: 422, title: "Which one?", advice: "Choose what should happen without everybody’s consent.")
        }
        return PrivacyPolicy(chosen)
    }

    private func policyPreview(_ policy: PrivacyPolicy, seen: String?, _ context: ServerContext) async throws -> PreviewPage {
        let preview = try await context.bench.previewPolicy(policy, by: context.visitor)
        return PreviewPage(
            heading: "What would happen", lead: policy.withoutEverybodysConsent.meaning, counts: Self.counts(preview, done: false),
            rows: preview.meetings.map { line in
                let effect = switch line.consequence {
                case .nothing: "Nothing"
                case .keepNoWords: "Its words go, the reading stays"
                case .leaveOut(let people): "The words of \(people.count == 1 ? "1 person" : "\(people.count) people") go"
                case .refuse(let missing): "It is erased: no consent of \(missing.isEmpty ? "anybody" : missing.prefix(5).joined(separator: ", "))"
                }
                return .init(title: line.summary.meeting.title, href: "/meetings/\(line.summary.id)", effect: effect)
            },
            isFinal: !preview.meetings.isEmpty, applyHref: "/settings/privacy", backHref: "/settings#privacy",
            hidden: [("policy", policy.withoutEverybodysConsent.rawValue)] + (seen.map { [("seen", $0)] } ?? []),
            buttons: [.init(value: "apply", label: preview.meetings.isEmpty ? "Set it" : "Set it and apply it to these meetings", destroys: !preview.meetings.isEmpty)],
            waiting: try await waitingCount(context)
        )
    }

    private static func counts(_ preview: PolicyPreview, done: Bool) -> [String] {
        func line(_ number: Int, _ one: String, _ many: String) -> String? { number == 0 ? nil : number == 1 ? "1 \(one)" : "\(number) \(many)" }
        let lines = [
            line(preview.losingAllWords, done ? "meeting lost its words" : "meeting would lose its words", done ? "meetings lost their words" : "meetings would lose their words"),
            line(preview.losingSomeWords, done ? "meeting lost the words of some" : "meeting would lose the words of some", done ? "meetings lost the words of some" : "meetings would lose the words of some"),
            line(preview.erased, done ? "meeting was erased" : "meeting would be erased", done ? "meetings were erased" : "meetings would be erased"),
        ].compactMap { $0 }
        return lines.isEmpty ? [done ? "No meeting changed." : "No meeting would change (of \(preview.meetingCount))."] : lines
    }

    /// Days by kind, as typed; empty keeps for ever.
    private static func retention(_ form: FormFields) -> (RetentionPolicy, FormProblems) {
        var policy = RetentionPolicy(), problems = FormProblems()
        for kind in RetainedKind.allCases {
            let name = "days-\(kind.rawValue)"
            problems.typed[name] = form.raw(name) ?? ""
            guard let text = form[name] else { continue }
            if let days = Int(text), (1...36_500).contains(days) { policy.days[kind] = days } else {
                problems.problems[name] = "Write a number of days from 1 to 36,500, or nothing to keep it."
            }
        }
        return (policy, problems)
    }

    private func retentionPreview(_ policy: RetentionPolicy, seen: String?, _ context: ServerContext) async throws -> PreviewPage {
        let expired = try await context.bench.previewRetention(policy, by: context.visitor)
        let due = expired.filter { $0.count > 0 }
        return PreviewPage(
            heading: "What would go", lead: policy.days.isEmpty ? "Everything is kept until somebody erases it." : "What is older than the days you chose.",
            counts: due.isEmpty ? ["Nothing is past its time now."] : due.map { "\($0.kind.title): \($0.count)" },
            isFinal: !due.isEmpty, applyHref: "/settings/retention", backHref: "/settings#retention",
            hidden: policy.days.map { ("days-\($0.key.rawValue)", String($0.value)) }.sorted { $0.0 < $1.0 } + (seen.map { [("seen", $0)] } ?? []),
            buttons: [.init(value: "set", label: "Set it; it runs within a day")] + (due.isEmpty ? [] : [.init(value: "run", label: "Set it and remove these now", destroys: true)]),
            waiting: try await waitingCount(context)
        )
    }

    private func personPrivacy(_ id: Identifier<Person>, _ context: ServerContext) async throws -> PersonPrivacyPage {
        let (bench, visitor) = (try context.bench, try context.visitor)
        let holdings = try await bench.holdings(on: id, by: visitor)
        let preview = try await bench.previewErasure(id, by: visitor)
        var meetings: [(id: Identifier<Meeting>, title: String)] = []
        for meeting in holdings.meetings.keys.sorted().prefix(PersonPrivacyPage.most) {
            meetings.append((meeting, try await bench.openMeeting(meeting, by: visitor).summary.meeting.title))
        }
        let words = OrganizationWords.count
        return PersonPrivacyPage(
            person: holdings.person,
            counts: [
                words(holdings.meetings.count, "meeting", "meetings"), words(preview.utterances, "utterance of theirs", "utterances of theirs"),
                words(holdings.interactions.count, "mail, note or event", "mails, notes and events"), words(holdings.claims.count, "statement about them", "statements about them"),
                words(holdings.remembered.count, "label or address remembered", "labels and addresses remembered"),
                holdings.member == nil ? "Not a member who signs in" : "A member who signs in",
            ],
            meetings: meetings, goes: Self.lines(preview, done: false), waiting: try await waitingCount(context)
        )
    }

    private static func lines(_ report: PersonErasure, done: Bool) -> [String] {
        let words = OrganizationWords.count
        return [
            "Words: \(words(report.utterances, "utterance", "utterances")) in \(words(report.meetings, "meeting", "meetings")), in every version and in the search.",
            report.mentions > 0 ? "Their name in \(words(report.mentions, "utterance", "utterances")) of others." : done ? nil : "Their name in what others said, where it is found.",
            report.recordingsCut > 0 ? "They are made silent in \(words(report.recordingsCut, "recording", "recordings"))." : nil,
            report.recordingsDropped > 0 ? "\(words(report.recordingsDropped, "recording goes", "recordings go")) as a whole: cutting is not possible." : nil,
            report.originals > 0 ? "\(words(report.originals, "original file goes", "original files go"))." : nil,
            "Interactions: \(report.interactions); statements: \(report.claims); remembered labels and addresses: \(report.remembered).",
            report.uploads > 0 ? "\(words(report.uploads, "upload", "uploads")) that waited and held something of them." : done ? nil : "Uploads that wait, where they hold something of them.",
            report.isMember ? "Their account: it names nobody any more and cannot sign in." : nil,
        ].compactMap { $0 }
    }

    private static func meaning(_ kind: RetainedKind) -> String {
        switch kind {
        case .recordings: "Sound and picture."
        case .words: "What was said. Findings and measures stay and say “words not kept”."
        case .originals: "Files as they came in."
        case .meetings: "Meetings as a whole, with everything in them."
        case .mails: "Mails, with their words."
        case .calendarEvents: "What stood in calendars."
        case .notes: "What somebody wrote down."
        case .audit: "Who did what and when. A signed cut stays in the place of what goes, so that the rest can still be verified."
        }
    }
}
