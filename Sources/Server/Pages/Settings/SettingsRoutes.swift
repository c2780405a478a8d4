import Covalence
import Foundation
import Hummingbird
import Store
import Workbench

extension Site {
    func addSettingsRoutes(to router: Router<ServerContext>) {
        addSellingSettingsRoutes(to: router)
        router.get("/settings") { request, context in
            let saved = FormFields.query(of: request)["saved"].flatMap { Self.savedSentences[$0] }
            return Response.html(pages(context).render(try await settingsPage(context, saved: saved)))
        }
        router.post("/settings/own") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let names = Self.lines(form.raw("names")), domains = Self.lines(form.raw("domains")).map { Self.domain($0) }
            var problems = FormProblems(typed: ["names": form.raw("names") ?? "", "domains": form.raw("domains") ?? ""])
            if names.contains(where: { $0.count > 200 }) { problems.problems["names"] = "A name has at most 200 characters." }
            if let odd = domains.first(where: { !Self.isDomain($0) }) {
                problems.problems["domains"] = "“\(odd.prefix(60))” is not a mail domain. Write what stands behind the @, such as brunavik.example."
            }
            return try await save(problems, form, context, "own") { [("own.names", try Self.json(names)), ("own.mailDomains", try Self.json(domains))] }
        }
        router.post("/settings/sizes") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            var problems = FormProblems()
            var changes: [(String, String)] = []
            for name in ["transcriptLimit", "recordingLimit"] {
                problems.typed[name] = form.raw(name) ?? ""
                if let megabytes = form.number(name), (1...1_000_000).contains(megabytes) { changes.append((name, "\(megabytes * 1_000_000)")) } else {
                    problems.problems[name] = "Write a whole number of megabytes, from 1 to 1,000,000."
                }
            }
            return try await save(problems, form, context, "sizes") { changes }
        }
        router.post("/settings/numbers") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            var problems = FormProblems()
            var changes: [(String, String)] = []
            for number in MeetingNumber.all.flatMap(\.numbers) {
                guard let text = form.raw(number.name) else { continue }
                problems.typed[number.name] = text
                if let value = number.read(text) { changes.append(("meeting.\(number.name)", value)) } else { problems.problems[number.name] = number.advice }
            }
            return try await save(problems, form, context, "numbers") { changes }
        }
        router.post("/settings/numbers/defaults") { _, context in
            let (bench, visitor) = (try context.bench, try context.visitor)
            try await bench.change(by: visitor) { $0.meeting = WorkspaceSettings().meeting }
            return Response.seeOther("/settings?saved=defaults#numbers")
        }
    }

    private static let savedSentences = [
        "own": "Saved: who you are.", "sizes": "Saved: the sizes.", "numbers": "Saved: the numbers. Meetings are read with them from now on.",
        "defaults": "All numbers are the defaults again.", "policy": "Saved: what happens without everybody’s consent.",
        "retention": "Saved: how long things are kept.", "granted": "Leave was given. The seller sees it with their own measures.", "revoked": "Leave was taken back.",
    ]

    /// The settings that each form of the page shows.
    private static let parts = [
        "own": ["own"], "sizes": ["transcriptLimit", "recordingLimit"], "numbers": ["meeting"], "privacy": ["privacy"], "retention": ["retention"],
    ]

    /// What a form of the page says was seen.
    static func seen(_ form: FormFields, _ part: String) -> SeenSettings? { form["seen"].map { SeenSettings(parts[part] ?? [], ContentTag(text: $0)) } }

    /// Saves, and goes back to the section; with problems, or where somebody was faster, the page is shown again with what was typed.
    private func save(
        _ problems: FormProblems, _ form: FormFields, _ context: ServerContext, _ part: String, _ changes: () throws -> [(String, String)]
    ) async throws -> Response {
        guard problems.isEmpty else {
            // Whoever may not change anything is refused like everybody else; the mistake does not matter.
            if try !context.visitor.may(.administer) { try await context.bench.change([], by: context.visitor) }
            return Response.html(pages(context).render(try await settingsPage(context, problems: problems)), status: .unprocessableContent)
        }
        do { try await context.bench.change(try changes().map { (name: $0.0, value: $0.1) }, expecting: Self.seen(form, part), by: context.visitor) } catch StoreError.conflict {
            var problems = problems
            problems.isLate = true
            return Response.html(pages(context).render(try await settingsPage(context, problems: problems)), status: .conflict)
        }
        return Response.seeOther("/settings?saved=\(part)#\(part)")
    }

    func settingsPage(_ context: ServerContext, problems: FormProblems = FormProblems(), saved: String? = nil) async throws -> SettingsPage {
        let (bench, visitor) = (try context.bench, try context.visitor)
        // The values come from the workbench's own copy; this asks whether the visitor may see them.
        _ = try await bench.listSettings(by: visitor)
        let settings = bench.settings
        var grants: [SettingsPage.Grant] = [], members: [Choice] = []
        if visitor.may(.administer) {
            grants = try await bench.listMeasureGrants(by: visitor).map { leave in
                .init(
                    viewer: leave.by.viewer.name, seller: leave.seller.name, viewerID: "\(leave.by.viewer.id)", sellerID: "\(leave.seller.id)",
                    day: LocalTime.day(leave.by.at).map(DayText.long) ?? ""
                )
            }
            members = try await bench.listMembers(by: visitor).map(\.member).filter { $0.state == .active }.map { Choice(value: "\($0.id)", label: $0.name) }
        }
        return SettingsPage(
            workspace: bench.workspace.name,
            names: problems.field("names", settings.own.names.joined(separator: "\n")),
            domains: problems.field("domains", settings.own.mailDomains.joined(separator: "\n")),
            transcriptLimit: problems.field("transcriptLimit", "\(settings.transcriptLimit / 1_000_000)"),
            recordingLimit: problems.field("recordingLimit", "\(settings.recordingLimit / 1_000_000)"),
            numbers: MeetingNumber.values(of: settings.meeting), problems: problems, mayChange: visitor.may(.administer),
            privacy: try privacySettings(context, problems: problems), grants: grants,
            seen: try Self.parts.mapValues { try settings.tag(of: $0).text }, members: members,
            saved: saved, waiting: try await waitingCount(context)
        )
    }

    /// The lines of a text area that hold something; at most 200.
    static func lines(_ text: String?) -> [String] {
        var seen: Set<String> = []
        return (text ?? "").split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && seen.insert($0.lowercased()).inserted }.prefix(200).map { $0 }
    }

    /// A mail domain as people write it, without what stands before the @, in lower case.
    static func domain(_ text: String) -> String {
        (text.split(separator: "@").last.map(String.init) ?? text).lowercased()
    }

    /// Whether a text can be a mail domain: letters, digits, hyphens and inner points, 253 characters at most († RFC 1035).
    static func isDomain(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253 && labels.count > 1 && labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
        }
    }

    private static func json(_ texts: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
    }
}
