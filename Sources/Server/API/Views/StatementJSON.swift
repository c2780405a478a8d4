import Covalence
import Foundation
import Store
import Workbench

/// An id with the name that goes with it.
struct NameJSON: Encodable, Sendable {
    var id: String
    var name: String

    init<Subject>(_ id: Identifier<Subject>, _ name: String) {
        self.id = id.description
        self.name = name
    }

    static let schema = Schema.object("Named", "An id and its name.", [.required("id", .id), .required("name", .text())])
}

/// Who works an account, as JSON.
enum HoldersJSON {
    static let schema = Schema.object("Holders", "Who works an account.", [
        .optional("members", .list(.id, most: 1_000), "Members, by id."), .optional("teams", .list(.id, most: 1_000), "Teams, by id."),
    ])

    static func read(_ body: APIBody) -> AccountHolders {
        AccountHolders(members: Set(body.ids("members", Member.self) ?? []), teams: Set(body.ids("teams", Team.self) ?? []))
    }
}

/// Something that is to be stated, as JSON.
enum StatementJSON {
    static let evidence = Schema.list(.object("EvidencePlace", "A place that a statement rests on; one of the three.", [
        .optional("meeting", .id), .optional("interaction", .id), .optional("claim", .id),
    ]), most: 100)
    static let confidentialTo = Schema.list(.id, most: 1_000)

    static let schema = Schema.object("Statement", "Something that is to be stated.", [
        .required("text", .words(2_000), "In your words."), .optional("observedAt", .time, "When it held."),
        .optional("evidence", evidence, "What it rests on; missing: “said by …”."),
        .optional("confidentialTo", confidentialTo, "The members who may know of it, and you; missing: everybody who sees what it is about."),
    ])

    static func read(_ body: APIBody) throws(Problem) -> StatementDraft {
        StatementDraft(
            try body.needed("text"), observedAt: body.time("observedAt"), evidence: try readEvidence(body), confidentialTo: body.ids("confidentialTo", Member.self).map(Set.init)
        )
    }

    static func readEvidence(_ body: APIBody) throws(Problem) -> [Evidence] {
        var found: [Evidence] = []
        for (index, piece) in (body.objects("evidence") ?? []).enumerated() {
            let places = [
                piece.id("meeting", Meeting.self).map { Evidence.Place.meeting($0) },
                piece.id("interaction", Interaction.self).map { .interaction($0) }, piece.id("claim", Claim.self).map { .claim($0) },
            ].compactMap(\.self)
            guard places.count == 1, let place = places.first else { throw .field("/evidence/\(index)", "Name one of meeting, interaction and claim.") }
            found.append(Evidence(place, basis: .observed))
        }
        return found
    }
}

/// An organisation with what stands around it, as JSON.
struct AccountJSON: Encodable, Sendable {
    var parents: [OrganizationLine]
    var children: [OrganizationLine]
    var people: [PersonLine]
    var holders: [NameJSON]
    var teams: [NameJSON]
    var known: [ClaimJSON]
    var files: [String]

    init(_ account: OpenAccount) {
        parents = account.parents.map(OrganizationLine.init)
        children = account.children.map(OrganizationLine.init)
        people = account.people.map(PersonLine.init)
        holders = account.holders.map { NameJSON($0.id, $0.name) }
        teams = account.teams.map { NameJSON($0.id, $0.name) }
        known = account.known.map(ClaimJSON.init)
        files = account.files.map(\.file.name)
    }

    static let schema = Schema.object("OrganizationRelations", "What stands around an organisation.", [
        .required("parents", .list(OrganizationLine.schema), "What it belongs to, the nearest first."),
        .required("children", .list(OrganizationLine.schema), "What belongs to it; at most 200."),
        .required("people", .list(PersonLine.schema), "Who works there; at most 200."),
        .required("holders", .list(NameJSON.schema), "The members who work it by themselves."),
        .required("teams", .list(NameJSON.schema), "The teams that work it."),
        .required("known", .list(ClaimJSON.schema), "What is stated of it and still holds."),
        .required("files", .list(.text()), "Names of the files behind the nearest five meetings and interactions to come and the newest 50 that have begun."),
    ])
}

/// A person with who stands around them, as JSON.
struct PersonRelationsJSON: Encodable, Sendable {
    struct Reporting: Encodable, Sendable {
        var person: PersonLine
        var claim: ClaimJSON

        init(_ reporting: OpenPerson.Reporting) {
            person = PersonLine(reporting.person)
            claim = ClaimJSON(reporting.claim)
        }
    }

    var organization: OrganizationLine?
    var reportsTo: [Reporting]
    var reports: [Reporting]
    var known: [ClaimJSON]

    init(_ open: OpenPerson) {
        organization = open.organization.map(OrganizationLine.init)
        reportsTo = open.reportsTo.map(Reporting.init)
        reports = open.reports.map(Reporting.init)
        known = open.known.map(ClaimJSON.init)
    }

    private static let reporting = Schema.object("Reporting", "Somebody above or below, and the claim that says so.", [
        .required("person", PersonLine.schema), .required("claim", ClaimJSON.schema),
    ])
    static let schema = Schema.object("PersonRelations", "Who stands around a person.", [
        .optional("organization", OrganizationLine.schema), .required("reportsTo", .list(reporting), "The people above, the nearest first."),
        .required("reports", .list(reporting), "Those of the same organisation who report to this one."), .required("known", .list(ClaimJSON.schema), "What is stated and still holds."),
    ])
}

extension APIAnswer {
    /// A claim; its version is its standing.
    static func claim(_ claim: Claim, at location: String? = nil) throws -> APIAnswer {
        var answer = try APIAnswer.value(ClaimJSON(claim), tag: claim.standing.rawValue)
        answer.location = location
        return answer
    }
}
