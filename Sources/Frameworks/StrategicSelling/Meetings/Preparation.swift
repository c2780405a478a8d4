public import Covalence

/// What to know and to want before a meeting in an objective.
public struct Preparation: Hashable, Sendable {
    public var meeting: LinkedInteraction
    /// Who comes, of the customer and others: influences as the sheet has them, then the rest by name.
    public var people: [Attendee]
    /// Key influences who do not come, by weight.
    public var keyPeopleAbsent: [Identifier<Person>]
    /// Open flags about those who come and about the sale as a whole, the gravest first.
    public var flags: [Flag]
    /// Built from what is missing, open in form; those for somebody who comes before those for anybody.
    public var questions: [OpenQuestion]
    /// What to show: strengths that matter to those who come, and results they have named.
    public var toShow: [Exhibit]
    public var commitment: Commitment

    /// Somebody who comes.
    public struct Attendee: Hashable, Sendable, Identifiable {
        public var id: Identifier<Person>
        public var name: String
        /// As the sheet has it; nil for somebody who is not on it.
        public var influence: Influence?
        /// Aims, results and wins, in words.
        public var wants: [String]
        /// What the sheet asks of an influence and does not know of this one; nothing in a sale that has ended.
        public var unknown: [String]
    }

    /// Something to show.
    public struct Exhibit: Hashable, Sendable {
        public var text: String
        /// For whom.
        public var person: Identifier<Person>
        public var claims: [Identifier<Claim>]
    }

    /// What to have agreed when the meeting ends.
    public struct Commitment: Hashable, Sendable {
        public var text: String
        public var why: String

        /// How it is chosen.
        public static let rule = Rule(
            id: "selling.commitment",
            statement: """
                Of a sale that has ended, nothing. Else the first that is missing of: who gives final approval; a meeting with a key influence who was never contacted; then what the place in the \
                funnel works towards.
                """,
            provenance: .ours
        )
    }

    /// Prepares a meeting from the sheet of its objective.
    ///
    /// - Parameters:
    ///   - people: the people in the record among those who come.
    ///   - ours: who is one of us, and left out.
    public init(for meeting: LinkedInteraction, sheet: StrategySheet, people: [Person], ours: Set<Identifier<Person>>) {
        self.meeting = meeting
        let coming = Set(meeting.people)
        let isOpen = sheet.isOpen
        let influences = sheet.outsiders.filter { coming.contains($0.id) }
        let onSheet = Set(sheet.influences.map(\.id))
        self.people = influences.map { Self.attendee($0, isOpen) }
            + people.filter { coming.contains($0.id) && !onSheet.contains($0.id) && !ours.contains($0.id) }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }.map {
                Attendee(id: $0.id, name: $0.name, influence: nil, wants: [], unknown: isOpen ? ["which part this person has in the sale"] : [])
            }
        keyPeopleAbsent = sheet.keyInfluences.map(\.id).filter { !coming.contains($0) }
        let open = sheet.flags.filter(\.isOpen)
        flags = open.filter { flag in flag.person.map { coming.contains($0) } ?? true }
        questions = Self.questions(open, sheet, coming)
        toShow = Self.exhibits(sheet, influences, coming)
        commitment = Self.commitment(sheet)
    }

    private static func attendee(_ influence: Influence, _ isOpen: Bool) -> Attendee {
        var unknown: [String] = []
        if influence.roles.isEmpty { unknown.append("role") }
        if influence.degree.value == nil { unknown.append("degree of influence") }
        if influence.aims.isEmpty { unknown.append("own aims") }
        if influence.response.stated == nil { unknown.append("the gap it sees") }
        if influence.readiness.value == nil { unknown.append("readiness to give up today's solution") }
        if influence.results.isEmpty { unknown.append("results") }
        if influence.wins.isEmpty { unknown.append("wins") }
        return Attendee(
            id: influence.id, name: influence.name, influence: influence,
            wants: influence.aims.map(\.value) + influence.results.map(\.value.words) + influence.wins.map(\.value), unknown: isOpen ? unknown : []
        )
    }

    private static func questions(_ flags: [Flag], _ sheet: StrategySheet, _ coming: Set<Identifier<Person>>) -> [OpenQuestion] {
        var seen: Set<String> = []
        let all = flags.compactMap { flag in
            OpenQuestion(
                flag, name: flag.person.flatMap { sheet.influence($0)?.name } ?? "this person", isThere: flag.person.map { coming.contains($0) } ?? false
            )
        }
        return (all.filter { $0.person != nil } + all.filter { $0.person == nil }).filter {
            seen.insert("\($0.text) \($0.person?.description ?? "")").inserted
        }
    }

    private static func exhibits(_ sheet: StrategySheet, _ influences: [Influence], _ coming: Set<Identifier<Person>>) -> [Exhibit] {
        let strengths = sheet.strengths.compactMap { strength -> Exhibit? in
            guard strength.counts, let person = strength.stated.value.mattersTo, coming.contains(person) else { return nil }
            return Exhibit(text: strength.stated.value.what, person: person, claims: strength.stated.claims)
        }
        return strengths + influences.flatMap { influence in
            influence.results.map { Exhibit(text: "How we reach this: \($0.value.words)", person: influence.id, claims: $0.claims) }
        }
    }

    private static func commitment(_ sheet: StrategySheet) -> Commitment {
        if let ending = sheet.facts.ending {
            return Commitment(text: "Nothing in this sale: it has ended (\(ending.value.result.rawValue)).", why: "What an open sale needs is not asked any more.")
        }
        if sheet.flags.contains(where: { $0.kind == .noEconomicInfluence }) {
            return Commitment(text: "Who gives final approval, and how it comes to that.", why: "No economic influence is named.")
        }
        if let missing = sheet.keyInfluences.first(where: { !$0.contact.isContacted }) {
            return Commitment(
                text: "A meeting together with \(missing.name), with a date.", why: "\(missing.name) is a key influence and has not been contacted."
            )
        }
        guard let place = sheet.funnel.place.value?.value else {
            return Commitment(text: "A next step of both sides, with a date.", why: "Its place in the funnel is not stated.")
        }
        let why = "It is at “\(place.words)”: \(place.work)."
        switch place {
        case .universe: return Commitment(text: "A second meeting about what should be different, with those it concerns.", why: why)
        case .aboveTheFunnel: return Commitment(text: "That the need is verified together with those who have it, with a date.", why: why)
        case .inTheFunnel where sheet.facts.proposal.value == nil:
            return Commitment(text: "That they look at a proposal: with whom, and by when.", why: why)
        case .inTheFunnel: return Commitment(text: "What each key person still needs for a yes, and by when they have it.", why: why)
        case .bestFew: return Commitment(text: "The order: what has to happen until then, who does it, and the date.", why: why)
        }
    }
}
