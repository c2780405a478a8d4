import Covalence
import Crypto
import Foundation
import HTTPTypes
import Store
import Workbench

extension Endpoint {
    /// Two that are one, and people of whom it is not known who they are.
    static let duplicates = [
        mergeOrganizations, mergePeople, listMerges, undoMerge, duplicateOrganizations, duplicatePeople, keepOrganizationsApart, keepPeopleApart, listIdentities, identify,
    ]

    private static let absorbed = Schema.object("MergeRequest", "What becomes part of the one in the address.", [.required("absorbed", .id)])

    private static let mergeOrganizations = Endpoint(
        .post, "/organizations/{id}/merges", "mergeOrganizations", "One organisation was the other", about: "`absorbed` becomes part of the one in the address. It can be undone.",
        tag: .organizations, action: .mergeOrganizations, input: .json(absorbed), output: .value(MergeJSON.schema), replay: .keep, uses: ["MergeDuplicates.mergeOrganization"]
    ) { request in
        let kept = try request.place(Organization.self)
        guard let absorbed = request.body.id("absorbed", Organization.self) else { throw Problem.field("/absorbed", "It is missing.") }
        let merge = try await request.bench.mergeOrganization(absorbed, into: kept, by: request.visitor)
        return try .value(MergeJSON(merge: "\(merge)", kept: "\(kept)", absorbed: "\(absorbed)"))
    }

    private static let mergePeople = Endpoint(
        .post, "/people/{id}/merges", "mergePeople", "One person was the other", about: "`absorbed` becomes part of the one in the address. It can be undone.",
        tag: .people, action: .mergePeople, input: .json(absorbed), output: .value(MergeJSON.schema), replay: .keep, uses: ["MergeDuplicates.mergePerson"]
    ) { request in
        let kept = try request.place(Person.self)
        guard let absorbed = request.body.id("absorbed", Person.self) else { throw Problem.field("/absorbed", "It is missing.") }
        let merge = try await request.bench.mergePerson(absorbed, into: kept, by: request.visitor)
        return try .value(MergeJSON(merge: "\(merge)", kept: "\(kept)", absorbed: "\(absorbed)"))
    }

    private static let listMerges = Endpoint(
        .get, "/merges", "listMerges", "Merges in sight, newest first", tag: .organizations, action: .listOrganizations, parameters: Parameter.page,
        output: .page(.object("MergeRecord", "Two that were put together.", [
            .required("id", .id), .required("what", .text(), "person or organization."), .required("kept", .id), .required("keptName", .text()), .required("absorbed", .id),
            .required("absorbedName", .text()), .required("author", .text()), .required("at", .time), .required("isUndone", .boolean),
        ])), uses: ["MergeDuplicates.merges"]
    ) { request in
        let merges = try await request.bench.merges(after: try request.cursor(), limit: request.limit, by: request.visitor)
        return try .page(merges, of: request) { merge in
            JSONValue.object([
                "id": .of(merge.id), "what": .text(merge.what), "kept": .text(merge.kept), "keptName": .text(merge.keptName), "absorbed": .text(merge.absorbed),
                "absorbedName": .text(merge.absorbedName), "author": .text(merge.author), "at": .of(merge.at), "isUndone": .boolean(merge.isUndone),
            ])
        }
    }

    private static let undoMerge = Endpoint(
        .delete, "/merges/{id}", "undoMerge", "Takes a merge back", about: "What moved goes back; what was changed since stays.", tag: .organizations, action: .mergeOrganizations,
        output: .nothing, uses: ["MergeDuplicates.undoMerge"]
    ) { request in
        try await request.bench.undoMerge(try request.place(Merge.self), by: request.visitor)
        return .nothing
    }

    private static let duplicateOrganizations = Endpoint(
        .get, "/duplicates/organizations", "duplicateOrganizations", "Pairs of organisations in sight that may be one, by their ids", tag: .organizations, action: .listOrganizations,
        parameters: Parameter.page, output: .page(DuplicateJSON.schema), uses: ["MergeDuplicates.likelyDuplicateOrganizations"]
    ) { request in
        let pairs = try await request.bench.likelyDuplicateOrganizations(after: try request.cursor(), limit: request.limit, by: request.visitor)
        return try .page(pairs, of: request) { pair in
            DuplicateJSON(first: "\(pair.first.id)", firstName: pair.first.name, second: "\(pair.second.id)", secondName: pair.second.name, reason: pair.reason)
        }
    }

    private static let duplicatePeople = Endpoint(
        .get, "/duplicates/people", "duplicatePeople", "Pairs of people in sight that may be one, by their ids", tag: .people, action: .listPeople,
        parameters: Parameter.page, output: .page(DuplicateJSON.schema), uses: ["MergeDuplicates.likelyDuplicatePeople"]
    ) { request in
        let pairs = try await request.bench.likelyDuplicatePeople(after: try request.cursor(), limit: request.limit, by: request.visitor)
        return try .page(pairs, of: request) { pair in
            DuplicateJSON(first: "\(pair.first.id)", firstName: pair.first.name, second: "\(pair.second.id)", secondName: pair.second.name, reason: pair.reason)
        }
    }

    private static let pair = Schema.object("Pair", "Two that look alike and are two.", [.required("first", .id), .required("second", .id)])

    private static let keepOrganizationsApart = Endpoint(
        .post, "/duplicates/organizations/kept-apart", "keepOrganizationsApart", "Two organisations that look alike are two", about: "They are not asked about again.",
        tag: .organizations, action: .mergeOrganizations, input: .json(pair), output: .nothing, uses: ["MergeDuplicates.keepApart"]
    ) { request in
        guard let first = request.body.id("first", Organization.self), let second = request.body.id("second", Organization.self) else { throw Problem.field("/first", "It is missing.") }
        try await request.bench.keepApart(first, second, by: request.visitor)
        return .nothing
    }

    private static let keepPeopleApart = Endpoint(
        .post, "/duplicates/people/kept-apart", "keepPeopleApart", "Two people who look alike are two", about: "They are not asked about again.",
        tag: .people, action: .mergePeople, input: .json(pair), output: .nothing, uses: ["MergeDuplicates.keepApart"]
    ) { request in
        guard let first = request.body.id("first", Person.self), let second = request.body.id("second", Person.self) else { throw Problem.field("/first", "It is missing.") }
        try await request.bench.keepApart(first, second, by: request.visitor)
        return .nothing
    }

    private static let key: [Schema.Field] = [
        .optional("address", .words(2_000), "A mail address."), .optional("name", .words(2_000), "A name without an address."),
        .optional("participant", .id, "A participant of a meeting, with `meeting`."), .optional("meeting", .id),
    ]

    /// Names a key in a cursor: an address of somebody does not belong in an address of ours, which proxies log.
    private static func stamp(_ key: OpenIdentity.Key) -> String {
        SHA256.hash(data: Data("\(key)".utf8)).prefix(12).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static let listIdentities = Endpoint(
        .get, "/identities", "listIdentities", "Participants in sight of whom it is not known which person they are, with suggestions",
        about: "The 200 who were met most often; as they are answered, others take their places. Ask again until the list is empty.", tag: .people, action: .listPeople,
        parameters: Parameter.page,
        output: .page(.object("OpenIdentity", "Somebody of whom only an address, a name or a label is known.", key + [
            .required("occurrences", .count, "In how many meetings and interactions."), .required("latest", HistoryJSON.schema),
            .required("suggestions", .list(NameJSON.schema), "People it may be."),
        ])), uses: ["IdentifyPeople.openIdentities"]
    ) { request in
        let open = try await request.bench.openIdentities(limit: 200, by: request.visitor)
        return try .slice(open, of: request, place: { ListPlace(rank: Int64(-$0.occurrences), id: stamp($0.key)) }) { identity in
            var members: [JSONValue.Member]
            switch identity.key {
            case .address(let address): members = [.init(name: "address", value: .text(address))]
            case .name(let name): members = [.init(name: "name", value: .text(name))]
            case .participant(let id, let meeting, let name):
                members = [
                    .init(name: "participant", value: .text("\(id)")), .init(name: "meeting", value: .text("\(meeting)")), .init(name: "name", value: .text(name)),
                ]
            }
            members.append(.init(name: "occurrences", value: .integer(identity.occurrences)))
            members.append(.init(name: "latest", value: try .encoded(HistoryJSON(identity.latest))))
            members.append(.init(name: "suggestions", value: .list(identity.suggestions.map { .named($0.id, $0.name) })))
            return JSONValue.object(members)
        }
    }

    private static let identify = Endpoint(
        .post, "/identities", "identify", "Says who somebody is", about: "Every participation with the same address or name is theirs from now on. A new person takes over organisation and function as they were said of the participant of a meeting, where none is given and one organisation in sight has that name.", tag: .people, action: .identifyPeople,
        needs: [.addPerson, .sayWhoSpoke],
        input: .json(.object("IdentityAnswer", "Who somebody is: one of `person`, `newPerson` and `notAPerson`.", key + [
            .optional("person", .id, "Somebody in the record."), .optional("newPerson", .object("NewPerson", "A person to be added.", PersonLine.given)),
            .optional("notAPerson", .boolean, "A room, a list, a shared mailbox: not asked about again."),
        ])),
        output: .value(.object("Identified", "Who it is.", [.optional("person", .id, "Missing where it is nobody.")])), replay: .keep, uses: ["IdentifyPeople.identify"]
    ) { request in
        let body = request.body
        let key: OpenIdentity.Key
        if let participant = body.id("participant", Participant.self) {
            guard let meeting = body.id("meeting", Meeting.self) else { throw Problem.field("/meeting", "A participant needs it.") }
            key = .participant(participant, in: meeting, name: body.text("name") ?? "")
        } else if let address = body.text("address") { key = .address(address) } else if let name = body.text("name") { key = .name(name) } else {
            throw Problem.field("/address", "Name one of address, name and participant.")
        }
        let answer: IdentityAnswer
        if let person = body.id("person", Person.self) { answer = .person(person) } else if let new = body.object("newPerson") { answer = .newPerson(try PersonLine.read(new)) }
        else if body.flag("notAPerson") == true { answer = .notAPerson } else { throw Problem.field("/person", "Say one of person, newPerson and notAPerson.") }
        let person = try await request.bench.identify(key, as: answer, by: request.visitor)
        return try .value(JSONValue.object(["person": .of(person)]))
    }
}
