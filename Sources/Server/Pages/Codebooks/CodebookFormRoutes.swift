import Covalence
import HTTPTypes
import Hummingbird
import Language
import NIOCore
import Store
import Workbench

extension Site {
    /// Writing a codebook: the text, a look at what would change, saving.
    func addCodebookFormRoutes(to router: Router<ServerContext>) {
        router.get("/codebooks/new") { _, context in
            try await mayWrite(context)
            return Response.html(pages(context).render(CodebookForm(text: CodebookForm.beginning, madeFrom: 0, waiting: try await waitingCount(context))))
        }
        router.post("/codebooks/new") { request, context in try await take(nil, request, context) }
        router.get("/codebooks/:name/edit") { _, context in
            try await mayWrite(context)
            let name = try codebook(in: context)
            let open = try await context.bench.codebook(name, by: context.visitor)
            let text = try await context.bench.codebookText(name, version: open.newest, by: context.visitor)
            return Response.html(pages(context).render(CodebookForm(name: name, text: text, madeFrom: open.newest, waiting: try await waitingCount(context))))
        }
        router.post("/codebooks/:name/edit") { request, context in try await take(try codebook(in: context), request, context) }
    }

    /// Shows the form to nobody who could not send it.
    private func mayWrite(_ context: ServerContext) async throws {
        guard try await context.bench.wouldAdmit(context.visitor, to: .editCodebook) else {
            throw PageError(status: 403, title: "Not allowed", advice: "Codebooks are written by managers and administrators. You can look at them, and teach them.")
        }
    }

    /// Looks at what was written, or saves it. What cannot be saved comes back with its text.
    private func take(_ name: String?, _ request: Request, _ context: ServerContext) async throws -> Response {
        let fields = try await Self.fields(of: request, context)
        var form = CodebookForm(
            name: name, text: Self.text(fields.raw("file")) ?? Self.text(fields.raw("text")) ?? "", note: fields["note"] ?? "", madeFrom: fields.number("madeFrom") ?? 0,
            waiting: try await waitingCount(context)
        )
        do {
            if fields["do"] == "save" {
                let saved = try await context.bench.saveCodebook(form.text, for: name, madeFrom: form.madeFrom, note: fields["note"], by: context.visitor)
                return Response.seeOther("/codebooks/\(saved.name)?saved=version")
            }
            let proposed = try await context.bench.proposeCodebook(form.text, for: name, by: context.visitor)
            // A new one that has the name of one that is there becomes that one’s next version; the page says so before it is saved.
            if name == nil { form.madeFrom = proposed.madeFrom }
            form.proposed = proposed
            return Response.html(pages(context).render(form))
        } catch let problem as CodebookProblem {
            form.problem = problem
            return Response.html(pages(context).render(form), status: .unprocessableContent)
        } catch StoreError.conflict(.record(let expected, let found)) {
            form.refusal = "Somebody saved version \(found) while you were writing (yours was made from version \(expected)). Your text is kept below: look at what is different, bring in what you want of theirs, and save again."
            form.madeFrom = found
            return Response.html(pages(context).render(form), status: .conflict)
        } catch StoreError.refused(let why) {
            form.refusal = why.text
            return Response.html(pages(context).render(form), status: .unprocessableContent)
        }
    }

    /// Browsers send lines of a text with `CR LF`.
    private static func text(_ sent: String?) -> String? {
        guard let sent, !sent.isEmpty else { return nil }
        return sent.replacing("\r\n", with: "\n")
    }

    private static func fields(of request: Request, _ context: ServerContext) async throws -> FormFields {
        guard request.headers[.contentType]?.lowercased().hasPrefix("multipart/form-data") == true else { return try await FormFields.body(of: request, context: context) }
        var reader = try await FormGuard.files(of: request, context: context)
        var fields: [(String, String)] = []
        while fields.count < 20, let part = try await reader.nextPart() {
            let isLong = part.name == "text" || part.name == "file"
            fields.append((part.name, try await reader.text(limit: isLong ? CodebookReader.mostBytes + 1 : 10_000)))
        }
        return FormFields(fields)
    }
}
