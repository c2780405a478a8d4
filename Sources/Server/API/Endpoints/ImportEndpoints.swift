import Covalence
import Formats
import HTTPTypes
import Store
import Workbench

extension Endpoint {
    /// Tables of CRMs and address cards.
    static let imports = [listImports, sendImport, openImport, changeImport, tryImport, startImport, undoImport, discardImport]

    private static let listImports = Endpoint(
        .get, "/imports", "listImports", "Imports, the newest first", tag: .imports, action: .listImports, parameters: Parameter.page, output: .page(ImportJSON.schema),
        uses: ["BringInRecords.recordImports"]
    ) { request in
        try .page(try await request.bench.recordImports(after: try request.cursor(), limit: request.limit, by: request.visitor), of: request) { ImportJSON($0) }
    }

    private static let sendImport = Endpoint(
        .post, "/imports", "sendImport", "Looks through a table of a CRM or a file of address cards",
        about: "The body is the file as it is. The answer says what it was taken for and what its columns mean; nothing of it comes in until it is started.", tag: .imports,
        action: .importRecords, needs: [.listImports],
        parameters: [
            .query("name", .words(500), "What the file is called."), .query("kind", .choice(CRMRecordKind.self), "What its rows are; told by its columns where missing."),
            .query("source", .choice(CRMSource.self), "The program it comes from, likewise."), .query("currency", .words(3), "For amounts without one."),
            .query("timeZone", .words(60), "For times without one."),
        ],
        input: .stream(["text/csv", "text/vcard", "text/plain", "application/octet-stream"]), output: .created(ImportJSON.schema),
        uses: ["ReceiveRecords.receiveRecords", "ReceiveRecords.keepRecords"]
    ) { request in
        let file = try await request.bench.receiveRecords(by: request.visitor)
        try await take(request.stream, into: file)
        guard file.count > 0 else {
            file.discard()
            throw Problem(.refused, "The body is empty. Send the file as the body.")
        }
        let choices = ImportChoices(
            kind: request.choice("kind", CRMRecordKind.self), source: request.choice("source", CRMSource.self), currency: request.text("currency"), timeZone: request.text("timeZone")
        )
        let open = try await request.bench.keepRecords(file, named: request.text("name") ?? "", choices: choices, by: request.visitor)
        return try .value(ImportJSON(open), version: open.made.version, at: "/imports/\(open.id)")
    }

    private static let openImport = Endpoint(
        .get, "/imports/{id}", "openImport", "An import: its columns, questions, problems, counts", tag: .imports, action: .listImports, output: .value(ImportJSON.schema),
        uses: ["BringInRecords.recordImport"]
    ) { request in
        let open = try await request.bench.recordImport(try request.place(IntakeItem.self), by: request.visitor)
        return try .value(ImportJSON(open), version: open.made.version)
    }

    private static let changeImport = Endpoint(
        .patch, "/imports/{id}", "changeImport", "Says what a file is, what its columns mean, and answers what it leaves open", tag: .imports, action: .importRecords, needs: [.listImports],
        input: .json(.object("ImportChoices", "What is not as it was proposed.", ImportJSON.choices)), output: .value(ImportJSON.schema), isVersioned: true,
        uses: ["ReceiveRecords.chooseMapping"]
    ) { request in
        let body = request.body
        var columns: [String: CRMField?] = [:]
        if case .object(let members)? = body.value["columns"] {
            for member in members {
                do { columns[member.name] = .some(try ImportChoices.field(member.value.string ?? "")) } catch let error as StoreError {
                    throw Problem.field("/columns/\(StoreError.Reason.token(member.name))", error.description)
                }
            }
        }
        let open = try await request.bench.chooseMapping(of: try request.place(IntakeItem.self), ImportChoices(
            kind: body.choice("kind", CRMRecordKind.self), source: body.choice("source", CRMSource.self), columns: columns, currency: body.text("currency"),
            timeZone: body.text("timeZone"), dayOrder: body.choice("dayOrder", DayOrder.self), decimalMark: body.choice("decimalMark", DecimalMark.self),
            percentScale: body.choice("percentScale", PercentScale.self)
        ), expecting: try request.seenVersion(), by: request.visitor)
        return try .value(ImportJSON(open), version: open.made.version)
    }

    private static let tryImport = Endpoint(
        .post, "/imports/{id}/trial", "tryImport", "Goes through all rows and says what would become of them; nothing of them is stored",
        about: "Few rows are answered at once, with 200. Many are a job: the answer is 202 and names it in `job`; once it has ended, the import has `trial` and no `job`.",
        tag: .imports, action: .importRecords, needs: [.listImports], output: .valueOrAccepted(ImportJSON.schema), uses: ["ReceiveRecords.tryImport"]
    ) { request in
        let open = try await request.bench.tryImport(try request.place(IntakeItem.self), by: request.visitor)
        var answer = try APIAnswer.value(ImportJSON(open), version: open.made.version, at: "/imports/\(open.id)")
        answer.isAccepted = open.job != nil
        return answer
    }

    private static let startImport = Endpoint(
        .post, "/imports/{id}/start", "startImport", "Brings the rows in, as a job", tag: .imports, action: .importRecords, output: .nothing, uses: ["BringInRecords.startImport"]
    ) { request in
        try await request.bench.startImport(try request.place(IntakeItem.self), by: request.visitor)
        return .nothing
    }

    private static let undoImport = Endpoint(
        .post, "/imports/{id}/undo", "undoImport", "Takes back what an import did, as a job",
        about: "What it made goes unless somebody used it since, what it changed is as before, what it stated is withdrawn. What stays, and why, the import says then.", tag: .imports,
        action: .undoImport, output: .nothing, uses: ["BringInRecords.undoImport"]
    ) { request in
        try await request.bench.undoImport(try request.place(IntakeItem.self), by: request.visitor)
        return .nothing
    }

    private static let discardImport = Endpoint(
        .delete, "/imports/{id}", "discardImport", "Forgets a file that was not imported", tag: .imports, action: .importRecords, output: .nothing, uses: ["ReceiveRecords.discardImport"]
    ) { request in
        try await request.bench.discardImport(try request.place(IntakeItem.self), by: request.visitor)
        return .nothing
    }
}
