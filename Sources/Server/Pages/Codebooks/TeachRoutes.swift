import Covalence
import HTTPTypes
import Hummingbird
import Store
import Workbench

extension Site {
    /// Teaching: questions, answers, taking the last answer back.
    func addTeachRoutes(to router: Router<ServerContext>) {
        router.get("/codebooks/:name/teach") { request, context in
            let name = try codebook(in: context), query = FormFields.query(of: request)
            let count = query.number("count") == 10 ? 10 : 1
            let asked = try await context.bench.nextQuestions(name, code: query["code"], count: count, patience: LearningPatience.ofPages, by: context.visitor)
            var page = TeachPage(asked: asked, count: count, waiting: try await waitingCount(context))
            if let text = query["last"], TeachPage.question(text) != nil, let verdict = query["said"].flatMap(CodeDecision.Verdict.init(rawValue:)), let code = query["of"] {
                page.last = TeachPage.Last(question: text, code: code, verdict: verdict)
            }
            if let saved = query.number("saved"), saved > 0 { page.saved = saved == 1 ? "1 answer is kept. It is learnt from in a moment." : "\(saved) answers are kept. They are learnt from in a moment." }
            return Response.html(pages(context).render(page))
        }
        router.post("/codebooks/:name/teach") { request, context in
            let name = try codebook(in: context), form = try await FormFields.body(of: request, context: context)
            guard let code = form["code"] else { throw PageError.notFound }
            let count = form.number("count") == 10 ? 10 : 1
            var saved = 0, last = ""
            for (index, text) in form.all("question").prefix(10).enumerated() {
                guard let question = TeachPage.question(text), let answer = form["answer-\(index)"] else { continue }
                guard let verdict = CodeDecision.Verdict(rawValue: answer) else {
                    try await context.bench.passOver(question.place, codebook: name, code: code, by: context.visitor)
                    continue
                }
                guard try await isKept(verdict, code, of: name, question, context) else { continue }
                saved += 1
                if count == 1 { last = "&last=\(text)&said=\(verdict.rawValue)&of=\(code)" }
            }
            // Taking back an answer goes on with what was asked about.
            let next = form["next"] ?? code
            return Response.seeOther("/codebooks/\(name)/teach?code=\(next.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })&count=\(count)&saved=\(saved)\(last)")
        }
    }

    /// Keeps an answer.
    ///
    /// - Returns: false where the meeting was erased in the meantime.
    private func isKept(
        _ verdict: CodeDecision.Verdict, _ code: String, of codebook: String, _ question: (place: CodeDecision.Place, asked: CodeDecision.Asked?), _ context: ServerContext
    ) async throws -> Bool {
        do {
            try await context.bench.decide(code, of: codebook, verdict, at: question.place, asked: question.asked, by: context.visitor)
            return true
        } catch StoreError.erased {
            return false
        }
    }
}
