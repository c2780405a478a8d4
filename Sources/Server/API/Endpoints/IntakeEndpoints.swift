import Covalence
import Formats
import HTTPTypes
import Hummingbird
import Store
import Workbench

extension Endpoint {
    /// Interactions that come in by themselves: line by line, mails, calendars.
    static let intake = [addInBulk, importMail, importCalendar]

    /// A line of a bulk intake, as `InteractionLine` reads it; lengths are bytes there, of which a character has at least one.
    private static let line = Schema.object("InteractionLine", "One interaction, a line. It has a title or a text.", [
        .required("source", .words(100), "The system it comes from, without a colon."), .required("id", .words(500), "What it is called there."),
        .required("kind", .choice(Interaction.Kind.self)), .optional("title", .text(2_000).orNull), .optional("text", .text(InteractionLine.longestText).orNull),
        .optional("started", .time.orNull), .optional("ended", .time.orNull, "Not before it started."), .optional("heardFrom", .text(2_000).orNull), .optional("place", .text(2_000).orNull),
        .optional("participants", .list(.object("LineParticipant", "Somebody’s part in it, with a name or an address.", [
            .optional("part", .choice(Interaction.Participation.Part.self), "attendee where not given."), .optional("name", .text(2_000)), .optional("address", .text(2_000), "A mail address."),
        ]), most: InteractionLine.mostParticipants)),
        .optional("accounts", .list(.words(300), most: InteractionLine.mostAccounts), "Organisations, by id or by one of their domains."),
        .optional("answers", .list(.words(500), most: InteractionLine.mostAnswers), "Ids in the same source of what it answers."),
        .optional("components", .list(.object("LineComponent", "What it went through or was about.", [
            .required("kind", .choice(Interaction.Component.Kind.self)), .required("name", .words(2_000)),
        ]), most: InteractionLine.mostComponents)),
        .optional("cancelled", .boolean, "Whether it was called off."),
        .optional("revision", .integer(0...9_000_000_000_000_000), "A copy with a smaller one does not take the place of the stored."),
    ])
    private static let lineAnswer = Schema.object("InteractionLineAnswer", "What became of a line; or, as the last one, why the rest was not taken in: then there is `error` only.", [
        .optional("line", .count, "Counted from 1."), .optional("id", .id.orNull, "The interaction; null where the line was refused."), .optional("status", .choice(BulkLineResult.Status.self)),
        .optional("errors", .list(.object("LineFault", "One thing that is wrong with a line, and where.", [
            .required("detail", .text(), "What is wrong, and what to do."), .optional("pointer", .text(), "The field, as a JSON pointer (RFC 6901)."),
        ]), most: 100), "Why the line was refused."), .optional("error", .text(), "Why the rest was not taken in."),
    ])

    private static let addInBulk = Endpoint(
        .post, "/interactions/bulk", "addInteractionsInBulk", "Takes in any number of interactions, one JSON object a line",
        about: "Each line is answered by one, once it is on the disk: `{\"line\":1,\"id\":\"…\",\"status\":\"added\"}`. What came before and is the same changes nothing, so lines without an answer are sent again. docs/intake.md has the fields.",
        tag: .interactions, action: .importInteractions, input: .stream(["application/x-ndjson", "application/ndjson", "application/jsonl"]), output: .file(["application/x-ndjson"]),
        takenLine: line, givenLine: lineAnswer,
        replay: .again("lines are answered as they come in, and one that came before changes nothing."), uses: ["BulkIntake.addInteractions"]
    ) { request in
        APIAnswer(content: .response(try await BulkIntakeAnswer.respond(to: request.http, request.bench, request.visitor)))
    }

    private static let report = Schema.object("InteractionImport", "What became of mails or events that were read.", [
        .required("file", .id), .required("read", .count), .required("added", .count), .required("replaced", .count, "Newer copies that took the place of older ones."),
        .required("alreadyThere", .count), .required("leftOut", .map(.count), "By why."), .required("broken", .count), .required("peopleAdded", .count),
        .optional("cut", .text(), "Of a calendar: what was left out because it comes later than the time that is read, as a sentence."),
        .required("problems", .list(.text()), "What was broken and where: the first hundred."), .required("problemCount", .count),
    ])

    private static let choices: [Parameter] = [
        .query("name", .words(500), "What the file is called."),
        .query("createPeople", .boolean, "Whether people who are not in the record are added; those who write from a domain of a known organisation where missing."),
    ]

    private static func take(_ request: APIRequest, _ options: InteractionImportOptions) async throws -> APIAnswer {
        let file = try await request.bench.receiveInteractions(by: request.visitor)
        try await take(request.stream, into: file)
        let item: IntakeItem
        do { item = try await request.bench.keepInteractions(file, named: request.text("name") ?? "", options: options, by: request.visitor) } catch {
            file.discard()
            throw error
        }
        let report = try await request.bench.importInteractions(item, by: request.visitor)
        return try .value(JSONValue.object([
            "file": .of(item.id), "read": .integer(report.read), "added": .integer(report.added), "replaced": .integer(report.replaced), "alreadyThere": .integer(report.alreadyThere),
            "leftOut": .object(report.leftOut.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: .integer($0.value)) }), "broken": .integer(report.broken),
            "peopleAdded": .integer(report.peopleAdded), "cut": report.cut.map(JSONValue.text), "problems": .texts(report.problems), "problemCount": .integer(report.problemCount),
        ]))
    }

    private static let importMail = Endpoint(
        .post, "/mail-imports", "importMail", "Takes in a mail or a mailbox", about: "The body is the file as it is (eml, mbox). The same mails again add nothing.", tag: .interactions,
        action: .importMail, needs: [.importCalendar],
        parameters: choices + [
            .query("takesAutomatic", .boolean, "Whether what programs and lists sent comes in too."), .query("keepsWholeText", .boolean, "Whether quoted history and signatures are kept."),
        ],
        input: .stream(["message/rfc822", "application/mbox", "application/octet-stream"]), output: .value(report),
        replay: .again("the same mails add nothing, and the answer may quote them, so it is not kept."),
        uses: ["InteractionImport.receiveInteractions", "InteractionImport.keepInteractions", "InteractionImport.importInteractions"]
    ) { request in
        var options = InteractionImportOptions()
        options.createPeople = request.parameters["createPeople"].map { $0 == true }
        options.takesAutomatic = request.flag("takesAutomatic")
        options.keepsWholeText = request.flag("keepsWholeText")
        return try await take(request, options)
    }

    private static let importCalendar = Endpoint(
        .post, "/calendar-imports", "importCalendar", "Takes in a calendar", about: "The body is the file as it is (ics). A newer copy of an event takes the place of an older one.",
        tag: .interactions, action: .importCalendar, needs: [.importMail],
        parameters: choices + [
            .query("from", .time, "Events from then on; two years back where missing."), .query("before", .time, "Up to then; one year ahead where missing. What comes later is left out, and `cut` says so."),
            .query("zone", .words(100), "The zone of times without one: Europe/Helsinki."),
        ],
        input: .stream(["text/calendar", "application/octet-stream"]), output: .value(report),
        replay: .again("the same events add nothing, and the answer may quote them, so it is not kept."),
        uses: ["InteractionImport.receiveInteractions", "InteractionImport.keepInteractions", "InteractionImport.importInteractions"]
    ) { request in
        var options = InteractionImportOptions()
        options.createPeople = request.parameters["createPeople"].map { $0 == true }
        options.from = request.time("from")
        options.before = request.time("before")
        options.zone = request.text("zone")
        return try await take(request, options)
    }
}
