import Covalence
import Formats
import Hummingbird
import Store
import Workbench

extension Site {
    func addWaitingRoutes(to router: Router<ServerContext>) {
        router.get("/waiting") { request, context in
            let waiting = try await context.bench.waiting(by: context.visitor)
            let imports = try await context.bench.importsUnderWay(by: context.visitor)
            var page = page(waiting, imports)
            if FormFields.query(of: request)["done"] == "consent" { page.notice = "What you said is kept. Somebody’s answer is still missing." }
            return Response.html(pages(context).render(page))
        }
        router.post("/waiting/:file") { request, context in
            guard let id = Identifier<IntakeItem>(try context.parameters.require("file")) else { throw PageError.notFound }
            let form = try await FormFields.body(of: request, context: context)
            switch form["choice"] {
            case "rest":
                return try await answer(id, context) { try await $0.importTranscript($1, brokenParts: .importRest, by: $2) }
            case "consent":
                let consent = try ConsentForm.answer(form)
                return try await answer(id, context) { try await $0.importTranscript($1, consent: consent, by: $2) }
            case "without":
                return try await answer(id, context) { try await $0.importTranscript($1, missingConsent: .goOn, by: $2) }
            case "again":
                try await context.bench.retryImport(id, by: context.visitor)
                return Response.seeOther("/waiting")
            case "nothing":
                try await context.bench.discardFile(id, by: context.visitor)
                return Response.seeOther("/waiting")
            default: throw PageError.plain(400)
            }
        }
    }

    /// Goes on with a file that waited, and leads to what became of it.
    private func answer(
        _ id: Identifier<IntakeItem>, _ context: ServerContext,
        _ goOn: (Workbench, IntakeItem, Visitor) async throws -> ImportResult
    ) async throws -> Response {
        let (bench, visitor) = (try context.bench, try context.visitor)
        let item = try await bench.uploadedFile(id, by: visitor)
        switch try await goOn(bench, item, visitor) {
        case .imported(let summary, _, _), .alreadyThere(let summary):
            return Response.seeOther("/meetings/\(summary.id)\(summary.openQuestions > 0 ? "/cast" : "")")
        case .needsDecision: return Response.seeOther("/waiting")
        case .needsConsent: return Response.seeOther("/waiting?done=consent")
        case .refused(let error): throw error
        }
    }

    private func page(_ waiting: Waiting, _ imports: [ImportUnderWay]) -> WaitingPage {
        let now = Workbench.clock()
        return WaitingPage(
            broken: waiting.files.compactMap { file in
                guard let broken = file.broken else { return nil }
                return .init(
                    id: "\(file.item.id)", name: file.item.file.name, readable: broken.utterances,
                    problems: broken.problems.filter(\.skipped).prefix(50).map { ($0.line, $0.reason) }, problemCount: broken.skipped
                )
            },
            imports: imports.map { file in
                .init(
                    id: "\(file.item.id)", name: file.item.file.name, sentence: JobWords.ofImport(file.job, now: now),
                    share: file.job?.state == .running ? file.job?.progress?.share ?? 0 : nil,
                    canRetry: file.job.map { $0.state != .running } ?? true
                )
            },
            consents: waiting.files.compactMap { file in
                file.consent.map { .init(id: "\(file.item.id)", name: file.item.file.name, question: $0) }
            },
            questions: waiting.meetings.map { summary in
                let unknown = summary.participants.filter { $0.side == nil }.map(\.name)
                let names = unknown.count > 5 ? unknown.prefix(4).joined(separator: ", ") + " and \(unknown.count - 4) others" : unknown.joined(separator: ", ")
                return .init(title: summary.meeting.title, question: "On which side sat \(names)?", href: "/meetings/\(summary.id)/cast", action: "Say who is who")
            },
            total: waiting.files.count + waiting.meetingCount
        )
    }
}
