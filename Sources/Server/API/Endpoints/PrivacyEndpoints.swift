import Covalence
import Foundation
import HTTPTypes
import Store
import Workbench

extension Endpoint {
    /// What happens without everybody's consent, how long things are kept, and the rights of single people.
    static let privacy = [
        seePrivacy, previewPolicy, setPolicy, setRetention, previewRetention, runRetention, seeHoldings, exportPerson, previewErasure, erasePerson,
    ]

    private static let policyName = Schema.choice(PrivacyPolicy.WithoutEverybodysConsent.self)
    private static let days = Schema.object("RetentionDays", "How many days each kind of data is kept; missing: for ever.", RetainedKind.allCases.map {
        .optional($0.rawValue, .integer(1...36_500))
    })
    private static let rules = Schema.object("Privacy", "What holds.", [
        .required("withoutEverybodysConsent", policyName, "What is done with a meeting where not everybody agreed to analysis."), .required("retention", days),
    ])

    private static func view(_ retention: RetentionPolicy) -> JSONValue {
        .object(RetainedKind.allCases.compactMap { kind in retention.days[kind].map { .init(name: kind.rawValue, value: .integer($0)) } })
    }

    private static func shown(_ request: APIRequest) async throws -> APIAnswer {
        let rules = try await request.bench.privacy(by: request.visitor)
        return try .value(
            JSONValue.object(["withoutEverybodysConsent": .text(rules.policy.withoutEverybodysConsent.rawValue), "retention": view(rules.retention)]), tag: rules.tag
        )
    }

    private static let seePrivacy = Endpoint(
        .get, "/privacy", "seePrivacy", "What is done without consent, and how long data is kept", tag: .privacy, action: .seePrivacy, output: .value(rules), uses: ["SeePrivacy.privacy"]
    ) { request in
        try await shown(request)
    }

    private static let effect = Schema.object("PolicyEffect", "What a policy does to the meetings that are there.", [
        .required("meetings", .count, "How many there are."), .required("losingAllWords", .count), .required("losingSomeWords", .count), .required("erased", .count),
        .required("changed", .list(.object("MeetingConsequence", "One of them.", [
            .required("meeting", .id), .required("consequence", .choice(["keep-no-words", "leave-out-words", "erase"])),
        ]), most: 1_000), "The first thousand that change."),
    ])

    private static func view(_ preview: PolicyPreview) -> JSONValue {
        .object([
            "meetings": .integer(preview.meetingCount), "losingAllWords": .integer(preview.losingAllWords), "losingSomeWords": .integer(preview.losingSomeWords),
            "erased": .integer(preview.erased),
            "changed": .list(preview.meetings.prefix(1_000).compactMap { line in
                let consequence: String? = switch line.consequence {
                case .nothing: nil
                case .keepNoWords: "keep-no-words"
                case .leaveOut: "leave-out-words"
                case .refuse: "erase"
                }
                return consequence.map { .object(["meeting": .of(line.summary.id), "consequence": .text($0)]) }
            }),
        ])
    }

    private static let previewPolicy = Endpoint(
        .get, "/privacy/policy-preview", "previewPolicy", "What would happen to which meetings under another policy", tag: .privacy, action: .changePrivacy,
        parameters: [.needed("withoutEverybodysConsent", policyName, "The policy that would hold.")], output: .value(effect), uses: ["ApplyPolicy.previewPolicy"]
    ) { request in
        let policy = request.choice("withoutEverybodysConsent", PrivacyPolicy.WithoutEverybodysConsent.self) ?? .analyse
        return try .value(view(try await request.bench.previewPolicy(PrivacyPolicy(policy), by: request.visitor)))
    }

    private static func seenRules(_ request: APIRequest) -> SeenSettings? { request.seenContent.map { SeenSettings(PrivacyRules.settings, $0) } }

    private static let setPolicy = Endpoint(
        .put, "/privacy/policy", "setPolicy", "Changes the policy and applies it to every meeting", about: "`If-Match` takes the `ETag` of `/privacy`. Words and meetings that go do not come back. Preview it first.", tag: .privacy,
        action: .changePrivacy, input: .json(.object("Policy", "What is done without everybody’s consent.", [.required("withoutEverybodysConsent", policyName)])), output: .value(effect),
        isVersioned: true, uses: ["ApplyPolicy.changePrivacy"]
    ) { request in
        let policy = request.body.choice("withoutEverybodysConsent", PrivacyPolicy.WithoutEverybodysConsent.self) ?? .analyse
        let done = try await request.bench.changePrivacy(PrivacyPolicy(policy), expecting: seenRules(request), by: request.visitor)
        await request.site.opened.forgetAll(in: request.bench.workspace.id)
        return try .value(view(done))
    }

    private static func retention(_ value: (String) -> Int?) -> RetentionPolicy {
        var policy = RetentionPolicy()
        for kind in RetainedKind.allCases { policy.days[kind] = value(kind.rawValue) }
        return policy
    }

    private static let setRetention = Endpoint(
        .put, "/privacy/retention", "setRetention", "Changes how long kinds of data are kept", about: "`If-Match` takes the `ETag` of `/privacy`. Nothing is removed before retention runs, which it does once a day.", tag: .privacy,
        action: .changePrivacy, needs: [.seePrivacy], input: .json(days), output: .value(rules), isVersioned: true, uses: ["Retention.changeRetention"]
    ) { request in
        try await request.bench.changeRetention(retention { request.body.integer($0) }, expecting: seenRules(request), by: request.visitor)
        return try await shown(request)
    }

    private static let previewRetention = Endpoint(
        .get, "/privacy/retention-preview", "previewRetention", "What is past its time, by kind", about: "With days in the query: what would be, if these held.", tag: .privacy,
        action: .previewRetention, parameters: RetainedKind.allCases.map { .query($0.rawValue, .integer(1...36_500), "Days that \($0.title) would be kept.") },
        output: .value(.whole(.object("Expired", "What is past its time.", [
            .required("kind", .choice(RetainedKind.self)), .required("count", .count), .required("meetings", .list(.id), "The first hundred."), .required("interactions", .list(.id)),
        ]))), uses: ["Retention.previewRetention"]
    ) { request in
        let asked = retention { request.integer($0) }
        let found = try await request.bench.previewRetention(asked.days.isEmpty ? nil : asked, by: request.visitor)
        return try .whole(found.map { data in
            .object(["kind": .text(data.kind.rawValue), "count": .integer(data.count), "meetings": .ids(data.meetings), "interactions": .ids(data.interactions)])
        })
    }

    private static let runRetention = Endpoint(
        .post, "/privacy/retention-runs", "runRetention", "Removes what is past its time", about: "For good.", tag: .privacy, action: .runRetention,
        output: .value(.object("Removed", "How many of each kind.", [.required("removed", .map(.count))])), replay: .keep, uses: ["Retention.runRetention"]
    ) { request in
        let removed = try await request.bench.runRetention(by: request.visitor)
        await request.site.opened.forgetAll(in: request.bench.workspace.id)
        let counts = removed.sorted { $0.key.rawValue < $1.key.rawValue }.map { JSONValue.Member(name: $0.key.rawValue, value: .integer($0.value)) }
        return try .value(JSONValue.object(["removed": .object(counts)]))
    }

    private static let seeHoldings = Endpoint(
        .get, "/people/{id}/holdings", "seeHoldings", "Everything stored in which a person occurs", tag: .privacy, action: .seeHoldings,
        output: .value(.object("Holdings", "Where a person occurs.", [
            .required("person", NameJSON.schema), .required("meetings", .list(.id)), .required("interactions", .list(.id)), .required("claims", .list(.id)),
            .required("remembered", .list(.text()), "Labels and addresses remembered as theirs."), .optional("member", .id),
        ])), uses: ["PersonRights.holdings"]
    ) { request in
        let found = try await request.bench.holdings(on: try request.place(Person.self), by: request.visitor)
        return try .value(JSONValue.object([
            "person": .named(found.person.id, found.person.name), "meetings": .ids(found.meetings.keys), "interactions": .ids(found.interactions), "claims": .ids(found.claims),
            "remembered": .texts(found.remembered), "member": .of(found.member),
        ]))
    }

    private static let exportPerson = Endpoint(
        .get, "/people/{id}/export", "exportPerson", "Everything held on a person, as one JSON object of files", tag: .privacy, action: .exportPerson, needs: [.erasePerson],
        output: .file(["application/json"]), uses: ["PersonRights.exportPerson"]
    ) { request in
        let id = try request.place(Person.self)
        let files = try await request.bench.exportPerson(id, by: request.visitor)
        var all = Data("{\n".utf8)
        for (index, file) in files.enumerated() {
            all += try JSONEncoder().encode(file.name) + Data(": ".utf8) + file.content + Data((index < files.count - 1 ? ",\n" : "\n").utf8)
        }
        return .file(all + Data("}\n".utf8), name: "person-\(id).json", type: "application/json")
    }

    private static let erasure = Schema.object("PersonErasure", "What erasing a person does.", [
        .required("meetings", .count), .required("utterances", .count, "Whose words go."), .required("mentions", .count, "Others’ utterances in which the name is replaced; not counted in a preview."),
        .required("recordingsCut", .count), .required("recordingsDropped", .count), .required("originals", .count), .required("interactions", .count), .required("claims", .count),
        .required("remembered", .count), .required("uploads", .count, "That waited, or were not taken, and held something of them; not counted in a preview."),
        .required("isMember", .boolean), .required("notReached", .list(.text())),
        .required("isStillInFiles", .boolean, "Whether something that was erased is still in the files of the store, out of everybody’s sight: the disk is full, or something reads for long. It is cleared once that ends."),
    ])

    private static func view(_ report: PersonErasure) -> JSONValue {
        .object([
            "meetings": .integer(report.meetings), "utterances": .integer(report.utterances), "mentions": .integer(report.mentions), "recordingsCut": .integer(report.recordingsCut),
            "recordingsDropped": .integer(report.recordingsDropped), "originals": .integer(report.originals), "interactions": .integer(report.interactions),
            "claims": .integer(report.claims), "remembered": .integer(report.remembered), "uploads": .integer(report.uploads), "isStillInFiles": .boolean(report.isStillInFiles), "isMember": .boolean(report.isMember), "notReached": .texts(report.notReached),
        ])
    }

    private static let previewErasure = Endpoint(
        .get, "/people/{id}/erasure", "previewErasure", "What erasing a person would do", tag: .privacy, action: .erasePerson, output: .value(erasure), uses: ["PersonRights.previewErasure"]
    ) { request in
        try .value(view(try await request.bench.previewErasure(try request.place(Person.self), by: request.visitor)))
    }

    private static let erasePerson = Endpoint(
        .post, "/people/{id}/erasure", "erasePerson", "Erases a person for good", about: "Their words, their name in others’ words, what is stated of them; they are made silent in recordings. There is no undo.",
        tag: .privacy, action: .erasePerson, output: .value(erasure), replay: .keep, uses: ["PersonRights.erasePerson"]
    ) { request in
        let report = try await request.bench.erasePerson(try request.place(Person.self), by: request.visitor)
        await request.site.opened.forgetAll(in: request.bench.workspace.id)
        return try .value(view(report))
    }
}
