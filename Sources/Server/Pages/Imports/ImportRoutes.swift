import Covalence
import Formats
import Foundation
import Hummingbird
import Store
import Workbench

extension Site {
    func addImportRoutes(to router: Router<ServerContext>) {
        router.get("/imports") { request, context in
            Response.html(pages(context).render(try await importsPage(FormFields.query(of: request), context)))
        }
        router.post("/imports/files") { request, context in
            let rows = try await takeRecords(request, context)
            if request.headers[.hxRequest] != nil { return Response.html(rows.map { pages(context).render($0) }.joined()) }
            return Response.html(pages(context).render(try await importsPage(FormFields(""), uploads: rows, context)))
        }
        router.get("/imports/:id") { _, context in
            Response.html(pages(context).render(try await importPage(try importID(context), context)))
        }
        router.post("/imports/:id/mapping") { request, context in
            let id = try importID(context), form = try await FormFields.body(of: request, context: context)
            return try await answeringImport(id, context) {
                let choices = try Self.choices(form, try await context.bench.recordImport(id, by: context.visitor))
                do { _ = try await context.bench.chooseMapping(of: id, choices, expecting: form["version"].flatMap { Int($0) }, by: context.visitor) } catch StoreError.conflict(.record) {
                    let told = "Somebody changed this import while you were at it, and nothing of yours was saved. What you chose is below, with what is there now beside it: send it again to put it in its place."
                    return Response.html(pages(context).render(try await importPage(id, problem: told, chosen: form, context)), status: .unprocessableContent)
                }
                _ = try await context.bench.tryImport(id, by: context.visitor)
                return Response.seeOther("\(ImportPage.place(id))#tried")
            }
        }
        router.post("/imports/:id/start") { _, context in
            let id = try importID(context)
            return try await answeringImport(id, context) {
                try await context.bench.startImport(id, by: context.visitor)
                return Response.seeOther(ImportPage.place(id))
            }
        }
        router.post("/imports/:id/cancel") { _, context in
            let id = try importID(context)
            if let job = try await context.bench.recordImport(id, by: context.visitor).job { try await context.bench.cancelJob(job.id, by: context.visitor) }
            return Response.seeOther(ImportPage.place(id))
        }
        router.post("/imports/:id/undo") { _, context in
            let id = try importID(context)
            return try await answeringImport(id, context) {
                try await context.bench.undoImport(id, by: context.visitor)
                return Response.seeOther(ImportPage.place(id))
            }
        }
        router.post("/imports/:id/discard") { _, context in
            let id = try importID(context)
            return try await answeringImport(id, context) {
                try await context.bench.discardImport(id, by: context.visitor)
                return Response.seeOther("/imports")
            }
        }
    }

    private func importID(_ context: ServerContext) throws -> Identifier<IntakeItem> {
        guard let id = Identifier<IntakeItem>(try context.parameters.require("id")) else { throw PageError.notFound }
        return id
    }

    private func importPage(
        _ id: Identifier<IntakeItem>, problem: String? = nil, chosen: FormFields? = nil, _ context: ServerContext
    ) async throws -> ImportPage {
        ImportPage(open: try await context.bench.recordImport(id, by: context.visitor), problem: problem, chosen: chosen, waiting: try await waitingCount(context))
    }

    private func importsPage(_ query: FormFields, uploads: [UploadRow] = [], _ context: ServerContext) async throws -> ImportsPage {
        let found = try await context.bench.recordImports(after: query["after"].map { PageCursor(rawValue: $0) }, limit: 50, by: context.visitor)
        return ImportsPage(
            rows: found.items.map { .init(open: $0) }, uploads: uploads, next: found.next.map { "/imports?after=\($0.rawValue)" }, waiting: try await waitingCount(context)
        )
    }

    private func answeringImport(_ id: Identifier<IntakeItem>, _ context: ServerContext, _ work: () async throws -> Response) async throws -> Response {
        do {
            return try await answeringForm(context, { try await self.importPage(id, problem: $0, context) }, work)
        } catch let error as TableError {
            return Response.html(pages(context).render(try await importPage(id, problem: error.description, context)), status: .unprocessableContent)
        }
    }

    /// Looks through every file of a form; nothing of them comes in.
    private func takeRecords(_ request: Request, _ context: ServerContext) async throws -> [UploadRow] {
        var reader = try await FormGuard.files(of: request, context: context)
        var rows: [UploadRow] = []
        while let part = try await reader.nextPart() {
            guard part.name == "file", let name = part.filename, !name.isEmpty else { continue }
            do {
                let file = try await context.bench.receiveRecords(by: context.visitor)
                while let bytes = try await reader.nextContent(limit: .max) { try file.append(bytes) }
                let open = try await context.bench.keepRecords(file, named: name, by: context.visitor)
                rows.append(UploadRow(
                    name: name, state: .waiting, message: open.isReady
                        ? "\(ImportWords.rows(open.made.rowCount)), taken for \(ImportWords.kind(open)). Nothing has come in yet."
                        : "\(ImportWords.rows(open.made.rowCount)). What they are, its columns do not say.",
                    href: ImportPage.place(open.id), action: "Check and import"
                ))
            } catch {
                guard let shown = PageError(cause: error) else { throw error }
                rows.append(UploadRow(name: name, state: .failed, message: shown.advice))
            }
        }
        if rows.isEmpty { rows.append(UploadRow(name: "No file", state: .failed, message: "No file was chosen. Choose a table or a file of address cards.")) }
        return rows
    }

    /// What a form says of a file; columns that mean what they meant are left as they are.
    private static func choices(_ form: FormFields, _ open: OpenImport) throws -> ImportChoices {
        var choices = ImportChoices(
            kind: form["kind"].flatMap(CRMRecordKind.init(rawValue:)), source: form["source"].flatMap(CRMSource.init(rawValue:)), currency: form["currency"],
            timeZone: form["timeZone"], dayOrder: form["dayOrder"].flatMap(DayOrder.init(rawValue:)), decimalMark: form["decimalMark"].flatMap(DecimalMark.init(rawValue:)),
            percentScale: form["percentScale"].flatMap(PercentScale.init(rawValue:))
        )
        // With another kind its columns are proposed anew.
        guard let mapping = open.mapping, choices.kind == nil || choices.kind == mapping.kind else { return choices }
        for column in mapping.columns {
            let field = try ImportChoices.field(form["column-\(column.index)"] ?? "")
            if field != column.field { choices.columns[column.header] = .some(field) }
        }
        return choices
    }
}
