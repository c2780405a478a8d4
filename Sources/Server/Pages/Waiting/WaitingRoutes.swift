import Covalence
import Formats
import Hummingbird
import Store
import Workbench

extension Site {
    func addWaitingRoutes(to router: Router<ServerContext>) {
        router.get("/waiting") { _, context in
            let waiting = try await context.bench.waiting(by: context.visitor)
            let imports = try await context.bench.importsUnderWay(by: context.visitor)
            return Response.html(pages(context).render(page(waiting, imports)))
        }
        router.post("/waiting/:file") { request, context in
            guard let id = Identifier<IntakeItem>(try context.parameters.require("file")) else { throw PageError.notFound }
            let form = try await FormFields.body(of: request, context: context)
            switch form["choice"] {
            case "rest":
                let item = try await context.bench.uploadedFile(id, by: context.visitor)
                switch try await context.bench.importTranscript(item, brokenParts: .importRest, by: context.visitor) {
                case .imported(let summary, _, _), .alreadyThere(let summary):
                    return Response.seeOther("/meetings/\(summary.id)\(summary.openQuestions > 0 ? "/cast" : "")")
                case .needsDecision: return Response.seeOther("/waiting")
                case .refused(let error): throw error
                }
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
            questions: waiting.meetings.map { summary in
                let unknown = summary.participants.filter { $0.side == nil }.map(\.name)
                let names = unknown.count > 5 ? unknown.prefix(4).joined(separator: ", ") + " and \(unknown.count - 4) others" : unknown.joined(separator: ", ")
                return .init(title: summary.meeting.title, question: "On which side sat \(names)?", href: "/meetings/\(summary.id)/cast", action: "Say who is who")
            },
            total: waiting.files.count + waiting.meetingCount
        )
    }
}
