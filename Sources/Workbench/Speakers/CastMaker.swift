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
        try place(details.sellers, on: .seller, in: &cast, labels: labels)
        try place(details.customers, on: .customer, in: &cast, labels: labels)
        try place(details.thirdParties, on: .thirdParty, in: &cast, labels: labels)
        for known in details.participants { cast = name(known, in: cast) }
        let present = Set(cast.participants.map { $0.name.lowercased() } + labels.map { $0.lowercased() })
        for attendee in attendees where !present.contains(attendee.lowercased()) {
            cast = cast.adding(Participant(id: makeID(), name: attendee))
        }
        return cast
    }

    private func suppose(_ participant: inout Participant) {
        guard let suggestion = suggestions[participant.name] else { return }
        // A side that was only heard in the words is a question to a person, not an answer.
        if suggestion.sideIsGiven { participant.side = suggestion.side }
        participant.organization = suggestion.organization
        participant.function = suggestion.function
        if let name = suggestion.name { participant.name = name }
    }

    private func place(_ names: [String], on side: Side, in cast: inout Cast, labels: [String]) throws(NameProblem) {
        for name in names {
            let label = try Self.label(fitting: name, among: labels)
            guard let id = cast.labels[label], let index = cast.participants.firstIndex(where: { $0.id == id }) else { continue }
            cast.participants[index].side = side
        }
    }

    /// The label that a given name means: the same in any case; else the only one that holds it as whole words; else the only
    /// one that begins with it.
    static func label(fitting name: String, among labels: [String]) throws(NameProblem) -> String {
        let wanted = OwnCompany.fold(name)
        let folded = labels.map { ($0, OwnCompany.fold($0)) }
        if !wanted.isEmpty {
            if let same = folded.first(where: { $0.1 == wanted }) { return same.0 }
            let holding = folded.filter { " \($0.1) ".contains(" \(wanted) ") }
            if holding.count == 1 { return holding[0].0 }
            let beginning = folded.filter { $0.1.hasPrefix(wanted) }
            if holding.isEmpty, beginning.count == 1 { return beginning[0].0 }
            let fitting = holding.isEmpty ? beginning : holding
            if fitting.count > 1 { throw NameProblem(name: name, fitting: fitting.map(\.0), labels: labels) }
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
        guard let first = ids.first else {
            return cast.adding(Participant(
                id: makeID(), name: known.name, side: known.side, organization: known.organization,
                function: known.function, consent: consent
            ))
        }
        var cast = cast
        for other in ids.dropFirst() where other != first { cast = (try? cast.merging(other, into: first)) ?? cast }
        let person = Participant(
            id: first, name: known.name, side: known.side, organization: known.organization,
            function: known.function, consent: consent
        )
        return (try? cast.replacing(person)) ?? cast
    }
}
