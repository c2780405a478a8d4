import Covalence
import HTTPTypes
import Hummingbird
import Language
import NIOCore
import Store
import Workbench

extension Site {
    /// Codebooks: looking, writing, teaching, figures.
    func addCodebookRoutes(to router: Router<ServerContext>) {
        router.get("/codebooks") { _, context in
            let (bench, visitor) = (try context.bench, try context.visitor)
            let page = CodebooksPage(
                lines: try await bench.codebooks(by: visitor), mayEdit: visitor.may(.define), mayTeach: visitor.may(.change), waiting: try await waitingCount(context)
            )
            return Response.html(pages(context).render(page))
        }
        router.get("/codebooks/:name") { request, context in
            let query = FormFields.query(of: request), visitor = try context.visitor
            let page = CodebookPage(
                open: try await context.bench.codebook(try codebook(in: context), version: try Self.version(query), by: visitor), mayEdit: visitor.may(.define),
                mayTeach: visitor.may(.change), saved: query["saved"] == nil ? nil : "The version is saved. It is learnt in a moment.", waiting: try await waitingCount(context)
            )
            return Response.html(pages(context).render(page))
        }
        router.get("/codebooks/:name/file") { request, context in
            let name = try codebook(in: context)
            let text = try await context.bench.codebookText(name, version: try Self.version(FormFields.query(of: request)), by: context.visitor)
            return Response.download(ByteBuffer(string: text), name: "\(name).yaml", contentType: "application/yaml; charset=utf-8")
        }
        router.get("/codebooks/:name/decisions") { request, context in
            let name = try codebook(in: context)
            let query = CodeDecisionQuery(codebook: name, cursor: FormFields.query(of: request)["cursor"].map { PageCursor(rawValue: $0) }, limit: 50)
            let decisions = try await context.bench.codeDecisions(query, by: context.visitor)
            let page = CodeDecisionsPage(
                codebook: try await context.bench.codebook(name, by: context.visitor).codebook, decisions: decisions, waiting: try await waitingCount(context)
            )
            return Response.html(pages(context).render(page))
        }
        router.get("/codebooks/:name/figures") { request, context in
            let page = CodeFiguresPage(
                report: try await context.bench.codeFigures(try codebook(in: context), by: context.visitor), mayLearn: try context.visitor.may(.define),
                saved: FormFields.query(of: request)["saved"] == nil ? nil : "It is learnt anew. Load this page again in a moment.", waiting: try await waitingCount(context)
            )
            return Response.html(pages(context).render(page))
        }
        router.post("/codebooks/:name/learn") { _, context in
            let name = try codebook(in: context)
            try await context.bench.learnCodebook(name, by: context.visitor)
            return Response.seeOther("/codebooks/\(name)/figures?saved=learning")
        }
        addCodebookFormRoutes(to: router)
        addTeachRoutes(to: router)
    }

    /// The codebook that an address names; its name goes into addresses and is therefore a name.
    func codebook(in context: ServerContext) throws -> String {
        let name = try context.parameters.require("name")
        guard name.utf8.count <= 80, name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }) else { throw PageError.notFound }
        return name
    }

    private static func version(_ query: FormFields) throws -> Int? {
        guard let text = query["version"] else { return nil }
        guard let version = Int(text) else { throw PageError.notFound }
        return version
    }
}
