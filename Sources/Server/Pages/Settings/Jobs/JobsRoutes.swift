import Covalence
import Foundation
import Hummingbird
import Store
import Workbench

extension Site {
    func addJobsRoutes(to router: Router<ServerContext>) {
        router.get("/settings/jobs") { request, context in
            let query = FormFields.query(of: request)
            return Response.html(pages(context).render(try await jobsPage(query, context, saved: query["saved"].flatMap { Self.jobSentences[$0] })))
        }
        router.get("/settings/jobs/list") { request, context in
            Response.html(pages(context).render(try await jobsPiece(FormFields.query(of: request), context)))
        }
        router.post("/settings/jobs/:id/retry") { _, context in
            try await context.bench.retryJob(try job(in: context), by: context.visitor)
            return Response.seeOther("/settings/jobs?saved=retried")
        }
        router.post("/settings/jobs/:id/cancel") { _, context in
            try await context.bench.cancelJob(try job(in: context), by: context.visitor)
            return Response.seeOther("/settings/jobs?saved=cancelled")
        }
        router.post("/settings/jobs/days") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let text = form["days"] ?? ""
            guard let days = Int(text), (1...3_650).contains(days) else {
                let problems = FormProblems(typed: ["days": text], problems: ["days": "Write a number of days from 1 to 3,650."])
                return Response.html(pages(context).render(try await jobsPage(FormFields(""), context, problems: problems)), status: .unprocessableContent)
            }
            try await context.bench.change([("jobDays", String(days))], by: context.visitor)
            return Response.seeOther("/settings/jobs?saved=days")
        }
    }

    private static let jobSentences = [
        "retried": "It is queued again and begins as soon as a worker is free.", "cancelled": "It is cancelled. Nothing more is changed by it.",
        "days": "Saved: how long jobs stay listed.",
    ]

    private func job(in context: ServerContext) throws -> Identifier<Job> {
        guard let id = Identifier<Job>(try context.parameters.require("id")) else { throw PageError.notFound }
        return id
    }

    private func jobsPage(_ query: FormFields, _ context: ServerContext, saved: String? = nil, problems: FormProblems = FormProblems()) async throws -> JobsPage {
        let piece = try await jobsPiece(query, context)
        return JobsPage(
            piece: piece, days: problems.field("days", String(try context.bench.settings.jobDays)), saved: saved,
            waiting: try await waitingCount(context)
        )
    }

    private func jobsPiece(_ query: FormFields, _ context: ServerContext) async throws -> JobsPiece {
        let (bench, visitor) = (try context.bench, try context.visitor)
        func list(_ states: Set<Job.State>, cursor: PageCursor? = nil) async throws -> Store.Page<JobLine> {
            try await bench.jobs(JobQuery(states: states, cursor: cursor, limit: JobsPiece.most), by: visitor)
        }
        // The mark first: what happens while the rest is read is told again.
        var piece = JobsPiece(counts: try await bench.jobCounts(by: visitor), now: Workbench.clock())
        piece.webhooks = try await bench.webhooks(by: visitor)
        piece.running = try await list([.running]).items
        piece.waiting = try await list([.waiting]).items
        piece.failed = try await list([.failed]).items
        let ended = try await list([.done, .cancelled], cursor: query["after"].map(PageCursor.init))
        piece.ended = ended.items
        piece.olderHref = ended.next.map { "/settings/jobs?after=\(QueryText.encode($0.rawValue))" }
        return piece
    }
}
