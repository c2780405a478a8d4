public import Covalence
import StrategicSelling
public import Workbench

/// What to know and to want before a meeting, as JSON.
public struct PreparationJSON: Encodable, Sendable {
    /// Somebody who comes.
    public struct AttendeeJSON: Encodable, Sendable {
        public var person: String
        public var name: String
        public var roles: [String]
        public var wants: [String]
        public var unknown: [String]
    }

    /// A question to ask.
    public struct QuestionJSON: Encodable, Sendable {
        public var text: String
        public var person: String?
        public var flag: String
        public var why: String
    }

    /// Something to show.
    public struct ExhibitJSON: Encodable, Sendable {
        public var text: String
        public var person: String
        public var claims: [String]
    }

    public var interaction: String?
    public var title: String
    public var at: Timestamp?
    public var people: [AttendeeJSON]
    public var keyPeopleAbsent: [String]
    public var flags: [SheetJSON.FlagJSON]
    public var questions: [QuestionJSON]
    public var toShow: [ExhibitJSON]
    public var commitment: String
    public var commitmentWhy: String

    /// A meeting that is prepared.
    public init(_ open: OpenPreparation) {
        let preparation = open.preparation
        title = preparation.meeting.title
        if open.isPlanned { (interaction, at) = (preparation.meeting.place.id, preparation.meeting.at) }
        people = preparation.people.map { AttendeeJSON(
            person: $0.id.description, name: $0.name, roles: $0.influence?.roles.map(\.value.rawValue) ?? [], wants: $0.wants, unknown: $0.unknown
        ) }
        keyPeopleAbsent = preparation.keyPeopleAbsent.map(\.description)
        flags = preparation.flags.map(SheetJSON.FlagJSON.init)
        questions = preparation.questions.map { QuestionJSON(text: $0.text, person: $0.person?.description, flag: $0.flag, why: $0.why.plain) }
        toShow = preparation.toShow.map { ExhibitJSON(text: $0.text, person: $0.person.description, claims: $0.claims.map(\.description)) }
        commitment = preparation.commitment.text
        commitmentWhy = preparation.commitment.why
    }

    static let schema = Schema.object("MeetingPreparation", "What to know and to want before a meeting of an objective.", [
        .optional("interaction", .id, "The meeting to come; missing where none is in the record: it is prepared for those who weigh most."), .required("title", .text()),
        .optional("at", .time),
        .required("people", .list(.object("Attendee", "Somebody of the customer who comes.", [
            .required("person", .id), .required("name", .text()), .required("roles", .list(.choice(BuyingRole.self))),
            .required("wants", .list(.text()), "Own aims, results, wins."), .required("unknown", .list(.text()), "What the sheet does not know of this person."),
        ]))),
        .required("keyPeopleAbsent", .list(.id), "Key influences who do not come."), .required("flags", .list(SheetJSON.flag), "The gravest first."),
        .required("questions", .list(.object("OpenQuestion", "A question to ask.", [
            .required("text", .text()), .optional("person", .id, "Whom to ask; missing: anybody there."), .required("flag", .text(), "The flag it works on."), .required("why", .text()),
        ]))),
        .required("toShow", .list(.object("Exhibit", "Something to show.", [
            .required("text", .text()), .required("person", .id, "For whom."), .required("claims", .list(.id)),
        ]))),
        .required("commitment", .text(), "What to have agreed when it ends."), .required("commitmentWhy", .text()),
    ])
}

/// What a meeting brought, as JSON.
public struct DebriefJSON: Encodable, Sendable {
    /// Something that changed on the sheet.
    public struct ChangeJSON: Encodable, Sendable {
        public var title: String
        public var before: String?
        public var after: String?
        public var claims: [String]
    }

    /// Something to do.
    public struct FollowUpJSON: Encodable, Sendable {
        public var text: String
        public var flag: String?
        public var person: String?
    }

    public var happening: String
    public var title: String
    public var at: Timestamp
    public var since: Timestamp
    public var toConfirm: [SellingClaimJSON]
    public var learnt: [SheetJSON.LineJSON]
    public var changes: [ChangeJSON]
    public var followUps: [FollowUpJSON]

    /// What something brought.
    public init(_ open: OpenDebrief) {
        happening = open.happening.place.id
        title = open.happening.title
        at = open.happening.at
        since = open.since
        let waiting = Set(open.debrief.toConfirm.map(\.claim)), people = Dictionary(open.open.input.people.map { ($0.id, $0) }) { first, _ in first }
        toConfirm = open.open.input.claims.filter { waiting.contains($0.id) }.map { SellingClaimJSON($0, people: people) }
        learnt = open.debrief.learnt.map(SheetJSON.LineJSON.init)
        changes = open.debrief.changes.map { ChangeJSON(title: $0.title, before: $0.before?.plain, after: $0.after?.plain, claims: $0.claims.map(\.description)) }
        followUps = open.debrief.followUps.map { FollowUpJSON(text: $0.text, flag: $0.flag, person: $0.person?.description) }
    }

    static let schema = Schema.object("MeetingDebrief", "What a meeting, or anything else that happened, brought to an objective.", [
        .required("happening", .id, "The meeting or interaction."), .required("title", .text()), .required("at", .time), .required("since", .time, "As of when the sheet before it was taken."),
        .required("toConfirm", .list(SellingClaimJSON.schema), "What it suggests, to be decided."), .required("learnt", .list(SheetJSON.line), "What was confirmed of it."),
        .required("changes", .list(.object("SheetChange", "Something that changed on the sheet.", [
            .required("title", .text()), .optional("before", .text()), .optional("after", .text()), .required("claims", .list(.id)),
        ]))),
        .required("followUps", .list(.object("FollowUp", "Something to do.", [
            .required("text", .text()), .optional("flag", .text(), "The flag it works on."), .optional("person", .id),
        ]))),
    ])
}
