import Covalence
import Foundation
import HTTPTypes
import Store
import Workbench

extension Endpoint {
    /// Settings, jobs, the audit log, the server.
    static let operation = [
        listSettings, changeSettings, listJobs, jobCounts, cancelJob, retryJob, searchAudit, previewAuditDrop, dropAudit, seeServer,
    ]

    private static let settings = Schema.object("Settings", "Every setting by its name.", [.required("settings", .map(.anything))])

    private static func shown(_ request: APIRequest) async throws -> APIAnswer {
        let all = try await request.bench.listSettings(by: request.visitor)
        return try .value(
            JSONValue.object(["settings": .object(try all.map { .init(name: $0.name, value: try JSONText.read(Array($0.value.utf8))) })]),
            tag: ContentTag(of: all.flatMap { [$0.name, $0.value] })
        )
    }

    private static let listSettings = Endpoint(
        .get, "/settings", "listSettings", "Every setting of the workspace", tag: .workspace, action: .seeSettings, output: .value(settings), uses: ["ChangeSetting.listSettings"]
    ) { request in
        try await shown(request)
    }

    private static let changeSettings = Endpoint(
        .patch, "/settings", "changeSettings", "Changes settings by name, all of them or none", tag: .workspace, action: .changeSettings, needs: [.seeSettings],
        input: .json(.object("SettingChanges", "Values by the names that the list has.", [.required("settings", .map(.anything), "`{\"meeting.surveyPairs\": 5}`")])),
        output: .value(settings), isVersioned: true, uses: ["ChangeSetting.change"]
    ) { request in
        guard case .object(let members) = request.body.value["settings"] else { throw Problem.field("/settings", "It is missing.") }
        guard members.count <= 500 else { throw Problem.field("/settings", "There are more than 500. Change some at a time.") }
        try await request.bench.change(members.map { ($0.name, $0.value.written()) }, expecting: request.seenContent.map { SeenSettings([], $0) }, by: request.visitor)
        return try await shown(request)
    }

    private static let job = Schema.object("Job", "Work that is done by itself.", [
        .required("id", .id), .required("kind", .text()), .required("title", .text()), .required("state", .choice(Job.State.self)), .required("attempt", .count), .required("failures", .count),
        .required("notBefore", .time), .optional("progress", .object("JobProgress", "How far it is.", [.required("share", .number, "0 to 1."), .required("label", .text())])),
        .optional("problem", .text()), .optional("subject", .id, "What it is about."), .optional("about", .text(), "The name of that."), .optional("madeBy", .id), .required("madeAt", .time),
        .optional("begunAt", .time), .optional("endedAt", .time),
    ])

    private static func view(_ job: Job, title: String, about: String? = nil) -> JSONValue {
        .object([
            "id": .of(job.id), "kind": .text(job.kind.rawValue), "title": .text(title), "state": .text(job.state.rawValue), "attempt": .integer(job.attempt),
            "failures": .integer(job.failures), "notBefore": .of(job.notBefore),
            "progress": job.progress.map { .object(["share": .number($0.share), "label": .text($0.label)]) }, "problem": .of(job.problem),
            "subject": job.subject.map { .text($0.uuidString.lowercased()) }, "about": .of(about), "madeBy": .of(job.madeBy), "madeAt": .of(job.madeAt), "begunAt": .of(job.begunAt),
            "endedAt": .of(job.endedAt),
        ])
    }

    private static let listJobs = Endpoint(
        .get, "/jobs", "listJobs", "Jobs, newest first", tag: .operation, action: .listJobs,
        parameters: [
            .query("state", .list(.choice(Job.State.self), most: 10), "Only these; may be given several times."), .query("kind", .words(100), "Only this kind."),
            .query("subject", .id, "Only about this."),
        ] + Parameter.page,
        output: .page(job), uses: ["SeeJobs.jobs"]
    ) { request in
        let page = try await request.bench.jobs(JobQuery(
            states: request.choices("state", Job.State.self) ?? [], kind: request.text("kind").map { Job.Kind($0) },
            subject: request.text("subject").flatMap { UUID(uuidString: $0) }, cursor: try request.cursor(), limit: request.limit
        ), by: request.visitor)
        return try .page(page, of: request) { view($0.job, title: $0.title, about: $0.about) }
    }

    private static let jobCounts = Endpoint(
        .get, "/jobs/counts", "jobCounts", "How many jobs are in which state", tag: .operation, action: .listJobs,
        output: .value(.object("JobCounts", "Jobs by state.", [.required("states", .map(.count)), .optional("changedAt", .time)])), uses: ["SeeJobs.jobCounts"]
    ) { request in
        let counts = try await request.bench.jobCounts(by: request.visitor)
        let states = Job.State.allCases.map { JSONValue.Member(name: $0.rawValue, value: .integer(counts.byState[$0] ?? 0)) }
        return try .value(JSONValue.object(["states": .object(states), "changedAt": .of(counts.changedAt)]))
    }

    private static let cancelJob = Endpoint(
        .post, "/jobs/{id}/cancellation", "cancelJob", "Cancels a job", about: "What it changed until then stays.", tag: .operation, action: .cancelJob, output: .nothing,
        uses: ["ChangeJobs.cancelJob"]
    ) { request in
        try await request.bench.cancelJob(try request.place(Job.self), by: request.visitor)
        return .nothing
    }

    private static let retryJob = Endpoint(
        .post, "/jobs/{id}/retry", "retryJob", "Queues a job again that failed or was cancelled", tag: .operation, action: .retryJob, output: .nothing, uses: ["ChangeJobs.retryJob"]
    ) { request in
        try await request.bench.retryJob(try request.place(Job.self), by: request.visitor)
        return .nothing
    }

    private static let entry = Schema.object("AuditEntry", "Who did what, when, from where.", [
        .required("id", .id), .required("at", .time), .required("actor", .text(), "A member’s id, or operator, system, nobody."), .required("action", .text()),
        .optional("subject", .object("AuditThing", "What it was done to.", [.required("kind", .text()), .required("id", .id)])), .required("origin", .text()),
        .optional("session", .id, "The session, or the token, it was done with."), .required("outcome", .choice(AuditOutcome.self)), .required("node", .id), .required("sequence", .large),
    ])

    private static func view(_ record: AuditRecord) -> JSONValue {
        let actor = switch record.entry.actor {
        case .member(let id): id.description
        case .operator: "operator"
        case .system: "system"
        case .nobody: "nobody"
        }
        return .object([
            "id": .of(record.entry.id), "at": .of(record.entry.at), "actor": .text(actor), "action": .text(record.entry.action.description),
            "subject": record.entry.subject.map { .object(["kind": .text($0.kind.rawValue), "id": .text($0.id.uuidString.lowercased())]) },
            "origin": .text(record.entry.origin.description), "session": record.entry.session.map { .text($0.uuidString.lowercased()) },
            "outcome": .text(record.entry.outcome.rawValue), "node": .text(record.node.uuidString.lowercased()), "sequence": .integer(Int(record.sequence)),
        ])
    }

    private static let searchAudit = Endpoint(
        .get, "/audit", "searchAudit", "The audit log, newest first", about: "The search leaves a trace itself.", tag: .workspace, action: .searchAudit,
        parameters: [
            .query("member", .id, "Only what this member did."), .query("action", .words(64), "The beginning of the action’s name: meeting, meeting.open."),
            .query("subject", .id, "Only what was done to this."), .query("from", .time, "At or after this."), .query("before", .time, "Before this."),
            .query("outcome", .choice(AuditOutcome.self), "Only what ended so."),
        ] + Parameter.page,
        output: .page(entry), uses: ["SearchAudit.searchAudit"]
    ) { request in
        let page = try await request.bench.searchAudit(AuditSearch(
            member: request.id("member", Member.self), action: request.text("action"), subject: request.text("subject").flatMap { UUID(uuidString: $0) }, from: request.time("from"),
            before: request.time("before"), outcome: request.choice("outcome", AuditOutcome.self), cursor: try request.cursor(), limit: request.limit
        ), by: request.visitor)
        return try .page(page, of: request) { view($0) }
    }

    private static let dropped = Schema.object("AuditEntries", "How many entries.", [.required("entries", .count)])

    private static let previewAuditDrop = Endpoint(
        .get, "/audit/drops", "previewAuditDrop", "How many entries of the audit log are older than a time", tag: .workspace, action: .previewRetention,
        parameters: [.needed("before", .time, "Older than this.")], output: .value(dropped), uses: ["DropAudit.previewAuditDrop"]
    ) { request in
        guard let time = request.time("before") else { throw Problem.parameter("before", "It is missing.") }
        return try .value(JSONValue.object(["entries": .integer(try await request.bench.previewAuditDrop(before: time, by: request.visitor))]))
    }

    private static let dropAudit = Endpoint(
        .post, "/audit/drops", "dropAudit", "Drops entries of the audit log that are older than a time", about: "For good; a signed cut stays in their place, and who asked.", tag: .workspace,
        action: .dropAudit, input: .json(.object("AuditDrop", "What is dropped.", [.required("before", .time)])), output: .value(dropped), replay: .keep, uses: ["DropAudit.dropAudit"]
    ) { request in
        guard let time = request.body.time("before") else { throw Problem.field("/before", "It is missing.") }
        return try .value(JSONValue.object(["entries": .integer(try await request.bench.dropAudit(before: time, by: request.visitor))]))
    }

    private static let seeServer = Endpoint(
        .get, "/server", "seeServer", "How the server is: what the doctor sees in a moment", tag: .operation, action: .seeServer,
        output: .value(.whole(.object("Diagnosis", "What was looked at.", [
            .required("part", .text()), .optional("workspace", .text()), .required("grade", .choice(["good", "note", "bad"])), .required("text", .text()), .optional("advice", .text()),
        ]))), uses: ["LookAtServer.lookAtServer"]
    ) { request in
        let diagnoses = try await request.bench.lookAtServer(request.site.doctor, by: request.visitor)
        return try .whole(diagnoses.map { diagnosis in
            .object([
                "part": .text(diagnosis.part), "workspace": .of(diagnosis.workspace), "grade": .text(diagnosis.grade.rawValue), "text": .text(diagnosis.text), "advice": .of(diagnosis.advice),
            ])
        })
    }
}
