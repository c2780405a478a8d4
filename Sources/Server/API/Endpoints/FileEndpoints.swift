import Covalence
import Formats
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Store
import Workbench

extension Endpoint {
    /// Files that come in, and what is taken out.
    static let files = [
        importMeeting, listFiles, openFile, decideOnFile, retryFile, discardFile, playRecording, attachRecording, exportMeeting, exportTable, exportReport,
        exportOriginal,
    ]

    private static let outcome = Schema.object("ImportOutcome", "What became of a file.", [
        .required("state", .choice(["imported", "already-there", "needs-decision", "needs-consent"]), "needs-…: a person answers, at the file’s address."),
        .required("file", .id), .optional("meeting", .id, "The meeting it is."), .optional("mended", .count, "Places that were broken and could be read all the same."),
        .optional("openQuestions", .count, "Participants of whom nobody said on which side they were."),
    ])

    private static func answer(_ result: ImportResult, _ item: Identifier<IntakeItem>) throws -> APIAnswer {
        let state: String
        var meeting: MeetingSummary?, mended: Int?
        switch result {
        case .imported(let summary, let problems, _):
            (state, meeting, mended) = ("imported", summary, problems.count)
        case .alreadyThere(let summary):
            (state, meeting) = ("already-there", summary)
        case .needsDecision: state = "needs-decision"
        case .needsConsent: state = "needs-consent"
        case .refused(let error): throw error
        }
        return try .value(JSONValue.object([
            "state": .text(state), "file": .of(item), "meeting": .of(meeting?.id), "mended": .of(mended), "openQuestions": .of(meeting?.openQuestions),
        ]), at: meeting.map { "/meetings/\($0.id)" } ?? "/files/\(item)")
    }

    private static let importMeeting = Endpoint(
        .post, "/meetings", "importMeeting", "Makes a meeting of a transcript",
        about: "The body is the file as it is (VTT, SRT, text, JSON, Markdown, CSV). The same bytes again are already there, and add nothing, where the meeting that was made of them is in sight.", tag: .meetings, action: .importMeeting,
        parameters: [
            .query("name", .words(500), "What the file is called."), .query("title", .words(200), "That of the file where missing."), .query("startedAt", .time, "When it began."),
            .query("language", .words(35), "BCP 47; detected where missing."), .query("seller", .list(.words(200), most: 200), "Labels on the seller’s side."),
            .query("customer", .list(.words(200), most: 200), "Labels on the customer’s side."), .query("thirdParty", .list(.words(200), most: 200), "Labels of others."),
            .query("agreed", .list(.choice(ConsentPurpose.self), most: 10), "What everybody in it agreed to."), .query("again", .boolean, "Whether a file that is there makes another meeting."),
            .query("isFiction", .boolean, "Whether people and words are invented."), .query("note", .text(2_000), "A line on what it was."),
            .query("brokenParts", .choice(BrokenParts.self), "Whether what can be read of a broken file is taken; a person is asked where missing."),
        ],
        input: .stream(["text/vtt", "application/x-subrip", "text/plain", "application/json", "text/markdown", "text/csv", "application/octet-stream"]),
        output: .value(outcome), replay: .keep, uses: ["ReceiveFile.receiveTranscript", "ReceiveFile.keepTranscript", "ImportTranscript.importTranscript"]
    ) { request in
        let file = try await request.bench.receiveTranscript(by: request.visitor)
        try await take(request.stream, into: file)
        guard file.count > 0 else {
            file.discard()
            throw Problem(.refused, "The body is empty. Send the transcript as the body.")
        }
        var details = ImportDetails(
            title: request.text("title"), startedAt: request.time("startedAt"), language: request.text("language"), sellers: request.texts("seller") ?? [],
            customers: request.texts("customer") ?? [], thirdParties: request.texts("thirdParty") ?? [], isFiction: request.flag("isFiction"), note: request.text("note"),
            again: request.flag("again")
        )
        if let agreed = request.choices("agreed", ConsentPurpose.self) { details.consent = ConsentAnswer(everybody: agreed) }
        let item = try await request.bench.keepTranscript(file, named: request.text("name") ?? "", details: details, by: request.visitor)
        do {
            let result = try await request.bench.importTranscript(item, brokenParts: request.choice("brokenParts", BrokenParts.self) ?? .ask, by: request.visitor)
            return try answer(result, item.id)
        } catch {
            // “Nothing was changed” would not be true.
            guard let kept = KeptForLater(item, error), var problem = Problem(cause: error) else { throw error }
            problem.detail = "\(kept) It is at /files/\(item.id)."
            throw problem
        }
    }

    /// Takes what streams in into a file; what breaks off leaves nothing.
    static func take(_ body: RequestBody, into file: IncomingFile) async throws {
        do {
            for try await bytes in body { try file.append(Array(buffer: bytes)) }
        } catch {
            file.discard()
            throw error
        }
    }

    private static let file = Schema.object("WaitingFile", "A file that was brought in.", [
        .required("id", .id), .required("name", .text()), .required("bytes", .large), .required("receivedAt", .time),
        .required("state", .choice(IntakeItem.State.Name.self)), .optional("meeting", .id), .optional("reason", .text(), "Why it was not taken."),
        .optional("job", .id, "The job that reads it."), .optional("broken", .object("BrokenParts", "What cannot be read of it.", [
            .required("skipped", .count, "Places that would be missing."), .required("utterances", .count, "What could be read."), .required("problems", .list(.text())),
        ])),
        .optional("consent", .object("ConsentQuestion", "Whose consent is missing.", [
            .required("missing", .list(.text())), .required("wouldLose", .choice(["meeting", "words"])),
        ])),
    ])

    private static func view(_ item: IntakeItem, _ waiting: WaitingFile? = nil, job: Job? = nil) -> JSONValue {
        var meeting: Identifier<Meeting>?, reason: String?
        switch item.state {
        case .imported(let id): meeting = id
        case .refused(let why): reason = why
        case .received, .needsDecision: break
        }
        return .object([
            "id": .of(item.id), "name": .text(item.file.name), "bytes": .integer(item.file.bytes), "receivedAt": .of(item.file.receivedAt), "state": .text(item.state.name.rawValue),
            "meeting": .of(meeting), "reason": .of(reason), "job": .of(job?.id),
            "broken": waiting?.broken.map { broken in
                .object(["skipped": .integer(broken.skipped), "utterances": .integer(broken.utterances), "problems": .texts(broken.problems.map(\.description))])
            },
            "consent": waiting?.consent.map { .object(["missing": .texts($0.missing), "wouldLose": .text($0.loss.rawValue)]) },
        ])
    }

    private static let listFiles = Endpoint(
        .get, "/files", "listFiles", "Files that wait: to be read, or for a person’s answer, oldest first", tag: .meetings, action: .listMeetings,
        parameters: Parameter.page, output: .page(file), uses: ["MeetingList.waiting", "SeeImports.importsUnderWay"]
    ) { request in
        let start = try request.place().flatMap { place in
            Identifier<IntakeItem>(place.id).map { (at: Timestamp(milliseconds: place.rank), id: $0) }
        }
        let waiting = try await request.bench.waiting(by: request.visitor).files
        // Of those under way that follow, one more than is shown is enough to know whether there is more.
        let jobs = try await request.bench.importsUnderWay(after: start, limit: request.limit + 1, by: request.visitor)
        let known = Set(waiting.map(\.item.id)), running = Dictionary(jobs.map { ($0.item.id, $0.job) }) { first, _ in first }
        var lines = waiting.map { ($0.item, Optional($0), running[$0.item.id] ?? nil) }
        lines += jobs.filter { !known.contains($0.item.id) }.map { ($0.item, nil, $0.job) }
        return try .slice(lines, of: request, place: { ListPlace($0.0.file.receivedAt, $0.0.id.description) }) { view($0.0, $0.1, job: $0.2) }
    }

    private static let openFile = Endpoint(
        .get, "/files/{id}", "openFile", "A file that was brought in, and what became of it", tag: .meetings, action: .openFile, output: .value(file), uses: ["PartsOfMeetings.uploadedFile"]
    ) { request in
        let item = try await request.bench.uploadedFile(try request.place(IntakeItem.self), by: request.visitor)
        return try .value(view(item, try await request.bench.waiting(by: request.visitor).files.first { $0.item.id == item.id }))
    }

    private static let decideOnFile = Endpoint(
        .post, "/files/{id}/decision", "decideOnFile", "Answers what a file waits for", tag: .meetings, action: .importMeeting, needs: [.openFile],
        input: .json(.object("FileDecision", "What is to be done with a file.", [
            .optional("brokenParts", .choice(BrokenParts.self), "import-rest: what can be read comes in."),
            .optional("missingConsent", .choice(MissingConsent.self), "go-on: do what the policy says."),
            .optional("agreed", .list(.choice(ConsentPurpose.self), most: 10), "What everybody agreed to."),
        ])),
        output: .value(outcome), replay: .keep, uses: ["ImportTranscript.importTranscript"]
    ) { request in
        let item = try await request.bench.uploadedFile(try request.place(IntakeItem.self), by: request.visitor), body = request.body
        let agreed = Set((body.texts("agreed") ?? []).compactMap(ConsentPurpose.init(rawValue:)))
        let result = try await request.bench.importTranscript(
            item, brokenParts: body.choice("brokenParts", BrokenParts.self) ?? .ask, consent: ConsentAnswer(everybody: agreed),
            missingConsent: body.choice("missingConsent", MissingConsent.self) ?? .ask, by: request.visitor
        )
        return try answer(result, item.id)
    }

    private static let retryFile = Endpoint(
        .post, "/files/{id}/retry", "retryFile", "Tries once more to read a file", tag: .meetings, action: .importMeeting,
        output: .accepted(.object("QueuedJob", "A job that will run.", [.required("job", .id)])), replay: .keep, uses: ["ChangeJobs.retryImport"]
    ) { request in
        let job = try await request.bench.retryImport(try request.place(IntakeItem.self), by: request.visitor)
        return try .value(JSONValue.object(["job": .of(job.id)]))
    }

    private static let discardFile = Endpoint(
        .delete, "/files/{id}", "discardFile", "Discards a file that waits", tag: .meetings, action: .discardFile, output: .nothing, uses: ["ImportTranscript.discardFile"]
    ) { request in
        try await request.bench.discardFile(try request.place(IntakeItem.self), by: request.visitor)
        return .nothing
    }

    private static let recordings = ["audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg", "audio/webm", "video/mp4", "video/webm", "video/ogg"]

    private static let playRecording = Endpoint(
        .get, "/meetings/{id}/recording", "playRecording", "The recording of a meeting", about: "Also the range that `Range` asks for.", tag: .meetings, action: .playRecording,
        output: .file(recordings + ["application/octet-stream"]), uses: ["PartsOfMeetings.recording"]
    ) { request in
        guard let recording = try await request.bench.recording(of: try request.place(Meeting.self), by: request.visitor) else {
            throw Problem(.notFound, "This meeting has no recording.")
        }
        return APIAnswer(content: .response(
            try await FileResponse(path: recording.url.path, etag: "\(recording.file.hash)", contentType: recording.file.mediaType).respond(to: request.http, context: request.context)
        ))
    }

    private static let attachRecording = Endpoint(
        .put, "/meetings/{id}/recording", "attachRecording", "Adds the recording of a meeting", about: "It takes the place of one that is there; `If-Match` takes the `ETag` of the meeting. Where somebody refused to be recorded, they are made silent.",
        tag: .meetings, action: .attachRecording, needs: [.openMeeting], parameters: [.query("name", .words(500), "What the file is called.")],
        input: .stream(recordings + ["application/octet-stream"]), output: .value(MeetingViews.meeting), isVersioned: true, uses: ["AttachRecording.receiveRecording", "AttachRecording.attachRecording"]
    ) { request in
        let id = try request.place(Meeting.self), version = try request.seenVersion()
        // Asked first: nobody sends four gigabytes for a meeting that is not there, or is another one.
        let found = try await request.bench.reopenMeeting(id, by: request.visitor)
        guard version == found else { throw StoreError.conflict(.meeting(expected: version, found: found)) }
        let file = try await request.bench.receiveRecording(by: request.visitor)
        try await take(request.stream, into: file)
        try await request.bench.attachRecording(file, named: request.text("name") ?? "", to: id, expecting: version, by: request.visitor)
        return try await shown(id, request)
    }

    private static func name(_ title: String, _ ending: String) -> String { "\(title.prefix(100)).\(ending)" }

    private static let exportMeeting = Endpoint(
        .get, "/meetings/{id}/export", "exportMeeting", "A meeting’s reading as a document: who, measures, findings with their words, decisions", tag: .meetings, action: .exportMeeting,
        needs: [.openMeeting], output: .file(["application/json"]), uses: ["ExportMeeting.exportDocument"]
    ) { request in
        let document = try await request.bench.exportDocument(of: try request.place(Meeting.self), by: request.visitor)
        return .file(try document.json(), name: name(document.meeting.title, "json"), type: "application/json")
    }

    private static let exportTable = Endpoint(
        .get, "/meetings/{id}/tables/{table}", "exportTable", "A meeting’s findings or utterances as a table (CSV)", tag: .meetings, action: .exportMeeting, needs: [.openMeeting],
        parameters: [Parameter(name: "table", place: .path, schema: .choice(ExportTable.self), isRequired: true)],
        output: .file(["text/csv"]), uses: ["ExportMeeting.exportTable"]
    ) { request in
        let table = request.choice("table", ExportTable.self) ?? .findings
        return .file(try await request.bench.exportTable(table, of: try request.place(Meeting.self), by: request.visitor), name: "\(table.rawValue).csv", type: "text/csv; charset=utf-8")
    }

    private static let exportReport = Endpoint(
        .get, "/meetings/{id}/report", "exportReport", "A meeting’s reading as one HTML file that stands alone", tag: .meetings, action: .exportMeeting, needs: [.openMeeting],
        output: .file(["text/html"]), uses: ["ExportMeeting.exportDocument"]
    ) { request in
        let id = try request.place(Meeting.self)
        let document = try await request.bench.exportDocument(of: id, by: request.visitor)
        let open = try await request.bench.openMeeting(id, by: request.visitor)
        let html = MeetingReport.html(document, analysis: open.analysis, renderer: request.site.renderer, css: request.site.assets.text(of: "app.css") ?? "")
        return .file(Data(html.utf8), name: name(document.meeting.title, "html"), type: "text/html; charset=utf-8")
    }

    private static let exportOriginal = Endpoint(
        .get, "/meetings/{id}/original", "exportOriginal", "The file of a meeting as it came in", tag: .meetings, action: .exportOriginal,
        output: .file(["application/octet-stream"]), uses: ["ExportMeeting.exportOriginal"]
    ) { request in
        let (name, content) = try await request.bench.exportOriginal(of: try request.place(Meeting.self), by: request.visitor)
        return .file(content, name: name, type: "application/octet-stream")
    }
}
