public import Covalence

/// Makes the first cast of a meeting: from what a person gave with the file, then from suggestions that rest on something given.
public struct CastMaker {
    private let details: ImportDetails
    private let suggestions: [String: SpeakerSuggestion]
    private let makeID: () -> Identifier<Participant>

    /// - Parameters:
    ///   - details: what a person gave.
    ///   - suggestions: one per label.
    ///   - makeID: gives ids.
    public init(details: ImportDetails, suggestions: [SpeakerSuggestion], makeID: @escaping () -> Identifier<Participant>) {
        self.details = details
        self.suggestions = Dictionary(suggestions.map { ($0.label, $0) }) { first, _ in first }
        self.makeID = makeID
    }

    /// A name that was given fits no label, or several.
    public struct NameProblem: Error, Hashable, Sendable, CustomStringConvertible {
        public var name: String
        /// Labels that fit.
        public var fitting: [String]
        /// All labels of the file.
        public var labels: [String]

        public var description: String {
            let listed = labels.prefix(20).map { "“\($0)”" }.joined(separator: ", ")
            let known = labels.isEmpty ? "The file names no speakers." : "The file names \(listed)\(labels.count > 20 ? " and \(labels.count - 20) more" : "")."
            return fitting.isEmpty
                ? "Nobody in the file is called “\(name)”. \(known) Use one of these names, or a part that fits only one."
                : "“\(name)” fits \(fitting.map { "“\($0)”" }.joined(separator: " and ")). Write more of the name."
        }
    }

    /// One participant per person; labels that the details name together become one.
    public func cast(labels: [String], attendees: [String]) throws(NameProblem) -> Cast {
        var cast = Cast(labels: labels, makeID: makeID)
        for index in cast.participants.indices { suppose(&cast.participants[index]) }
        for known in details.participants { cast = name(known, in: cast) }
        var present = Set(cast.participants.map { $0.name.lowercased() } + labels.map { $0.lowercased() })
        for attendee in attendees {
            guard let name = OneLine.cut(attendee), present.insert(name.lowercased()).inserted else { continue }
            cast = cast.adding(Participant(id: makeID(), name: name))
        }
        try place(details.sellers, on: .seller, in: &cast, labels: labels)
        try place(details.customers, on: .customer, in: &cast, labels: labels)
        try place(details.thirdParties, on: .thirdParty, in: &cast, labels: labels)
        return cast
    }

    private func suppose(_ participant: inout Participant) {
        guard let suggestion = suggestions[participant.name] else { return }
        // A side that was only heard in the words is a question to a person, not an answer.
        if suggestion.sideIsGiven { participant.side = suggestion.side }
        participant.organization = suggestion.organization
        participant.function = suggestion.function
        participant.person = suggestion.person
        if let name = suggestion.name { participant.name = name }
    }

    private func place(_ names: [String], on side: Side, in cast: inout Cast, labels: [String]) throws(NameProblem) {
        guard !names.isEmpty else { return }
        // A label wins over a name: it is what the person read in the file.
        var behind = Dictionary(cast.participants.map { ($0.name, $0.id) }) { first, _ in first }
        behind.merge(cast.labels) { _, label in label }
        let others = cast.participants.map(\.name).filter { cast.labels[$0] == nil }
        for name in names {
            let fitting = try Self.label(fitting: name, among: labels + others) { behind[$0] == behind[$1] }
            guard let id = behind[fitting], let index = cast.participants.firstIndex(where: { $0.id == id }) else { continue }
            cast.participants[index].side = side
        }
    }

    /// The label that a given name means: the very same; else the only one that is the same but for case and signs; else the
    /// only one that holds it as whole words; else the only one that begins with it.
    ///
    /// - Parameter isSamePerson: two labels of one person are no choice to be made.
    static func label(
        fitting name: String,
        among labels: [String],
        isSamePerson: (String, String) -> Bool = { $0 == $1 }
    ) throws(NameProblem) -> String {
        if labels.contains(name) { return name }
        let wanted = OwnCompany.fold(name)
        let folded = labels.map { ($0, OwnCompany.fold($0)) }
        if !wanted.isEmpty {
            let same = folded.filter { $0.1 == wanted }
            let holding = same.isEmpty ? folded.filter { " \($0.1) ".contains(" \(wanted) ") } : same
            let fitting = (holding.isEmpty ? folded.filter { $0.1.hasPrefix(wanted) } : holding).map(\.0)
            if let first = fitting.first {
                guard fitting.allSatisfy({ isSamePerson(first, $0) }) else {
                    throw NameProblem(name: name, fitting: fitting, labels: labels)
                }
                return first
            }
        }
        throw NameProblem(name: name, fitting: [], labels: labels)
    }

    private func name(_ known: ImportDetails.KnownParticipant, in cast: Cast) -> Cast {
        var consent: [ConsentPurpose: Consent] = [:]
        for (key, value) in known.consent ?? [:] {
            if let purpose = ConsentPurpose(rawValue: key) { consent[purpose] = value }
        }
        let labels = known.labels.isEmpty ? [known.name] : known.labels
        let ids = labels.compactMap { cast.labels[$0] }
        let name = OneLine.cut(known.name) ?? known.labels.first ?? "Somebody"
        guard let first = ids.first else {
            return cast.adding(Participant(
                id: makeID(), name: name, side: known.side, organization: known.organization,
                function: known.function, consent: consent
            ))
        }
        var cast = cast
        for other in ids.dropFirst() where other != first { cast = (try? cast.merging(other, into: first)) ?? cast }
        // What was not given stays as it was supposed.
        guard var person = cast.participant(first) else { return cast }
        // Somebody else than was remembered.
        if OwnCompany.fold(person.name) != OwnCompany.fold(name) { person.person = nil }
        person.name = name
        person.side = known.side ?? person.side
        person.organization = known.organization ?? person.organization
        person.function = known.function ?? person.function
        person.consent.merge(consent) { _, given in given }
        return (try? cast.replacing(person)) ?? cast
    }
}
