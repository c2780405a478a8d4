public import Covalence

/// What a file waits for: consent is missing, and by the workspace's policy its meeting or its words would be lost.
public struct ConsentQuestion: Hashable, Sendable, Codable {
    /// Somebody in the file, and what is known of their consent to analysis.
    public struct Asked: Hashable, Sendable, Codable {
        public var name: String
        public var analysis: Consent
    }

    /// What would be lost without an answer.
    public enum Loss: String, Hashable, Sendable, Codable {
        /// Nothing of the meeting would be stored.
        case meeting
        /// It would be read, and no words kept.
        case words
    }

    /// In the order of the cast; empty where the file names nobody.
    public var participants: [Asked]
    /// What the policy would lose without an answer.
    public var loss: Loss
    /// Whether a person decided before to import what could be read of a broken file.
    public var importsRest = false

    /// Whose consent is missing.
    public var missing: [String] { participants.filter { !$0.analysis.allows }.map(\.name) }

    /// What would be lost and why, in one sentence. Names people: for the visitor, not for logs.
    public var sentence: String {
        let lost = switch loss {
        case .meeting: "nothing of it would be stored"
        case .words: "its words would not be kept"
        }
        guard !participants.isEmpty else { return "The file names nobody, so nobody’s consent to analysis is known: by the policy of this workspace \(lost)." }
        let names = missing.count > 4 ? missing.prefix(3).joined(separator: ", ") + " and \(missing.count - 3) others" : missing.formatted
        return "The consent to analysis of \(names) is missing: by the policy of this workspace \(lost)."
    }

    /// The question that a policy puts about a cast; nil where nothing would be lost.
    init?(_ consequence: PrivacyPolicy.Consequence, cast: Cast, importsRest: Bool) {
        switch consequence {
        case .nothing, .leaveOut: return nil
        case .keepNoWords: loss = .words
        case .refuse: loss = .meeting
        }
        participants = cast.participants.map { Asked(name: $0.name, analysis: $0.consent[.analysis] ?? .unknown) }
        self.importsRest = importsRest
    }
}

extension [String] {
    /// “Anna, Ben and Carla”.
    fileprivate var formatted: String {
        count < 2 ? first ?? "" : dropLast().joined(separator: ", ") + " and " + (last ?? "")
    }
}

/// What to do where consent is missing and something would be lost by it.
public enum MissingConsent: String, Hashable, Sendable, CaseIterable {
    /// Leave the question to a person.
    case ask
    /// Do what the policy says: keep no words, or store nothing.
    case goOn = "go-on"
}

/// What people in a file agreed to, as somebody who brings it in says.
public struct ConsentAnswer: Hashable, Sendable, Codable {
    /// What everybody agreed to. Who is known to have refused stays so.
    public var everybody: Set<ConsentPurpose>
    /// When and in which words everybody was asked and answered.
    public var said: ConsentSaid
    /// What single people said; goes before what everybody did.
    public var single: [Single]

    /// What one person said.
    public struct Single: Hashable, Sendable, Codable {
        /// The name or the label in the file, or a part of it that fits only one.
        public var name: String
        /// The place in the cast, where the name was read from it; it counts where the name there is this one.
        public var place: Int?
        public var purposes: [ConsentPurpose: Consent]
        /// When and in which words; what everybody's answer says where it is empty.
        public var said: ConsentSaid

        /// What one person said of some purposes.
        public init(_ name: String, at place: Int? = nil, _ purposes: [ConsentPurpose: Consent], said: ConsentSaid = ConsentSaid()) {
            self.name = name
            self.place = place
            self.purposes = purposes
            self.said = said
        }
    }

    /// What everybody agreed to, and what single people said.
    public init(everybody: Set<ConsentPurpose> = [], said: ConsentSaid = ConsentSaid(), single: [Single] = []) {
        self.everybody = everybody
        self.said = said
        self.single = single
    }

    /// Whether nobody said anything.
    public var isEmpty: Bool { everybody.isEmpty && single.allSatisfy(\.purposes.isEmpty) }

    /// These answers with later ones, which go before them.
    func and(_ later: ConsentAnswer) -> ConsentAnswer {
        ConsentAnswer(
            everybody: everybody.union(later.everybody), said: later.said == ConsentSaid() ? said : later.said, single: single + later.single
        )
    }

    /// A cast with these answers in it.
    ///
    /// - Throws: `CastMaker.NameProblem` where a name fits nobody, or several.
    func applied(to cast: Cast) throws(CastMaker.NameProblem) -> Cast {
        var cast = cast
        for index in cast.participants.indices {
            for purpose in everybody where cast.participants[index].consent[purpose] != .refused {
                cast.participants[index].note(.given, purpose, said)
            }
        }
        for answer in single {
            let index = try answer.index(in: cast)
            for (purpose, consent) in answer.purposes {
                cast.participants[index].note(consent, purpose, answer.said == ConsentSaid() ? said : answer.said)
            }
        }
        return cast
    }
}

extension ConsentAnswer.Single {
    fileprivate func index(in cast: Cast) throws(CastMaker.NameProblem) -> Int {
        if let place, cast.participants.indices.contains(place), cast.participants[place].name == name { return place }
        let names = cast.participants.map(\.name)
        let labels = cast.labels.keys.sorted().filter { !names.contains($0) }
        var behind = cast.labels
        for participant in cast.participants where behind[participant.name] == nil { behind[participant.name] = participant.id }
        let fitting = try CastMaker.label(fitting: name, among: names + labels) { behind[$0] == behind[$1] }
        guard let id = behind[fitting], let index = cast.participants.firstIndex(where: { $0.id == id }) else {
            throw CastMaker.NameProblem(name: name, fitting: [], labels: names)
        }
        return index
    }
}

extension Participant {
    fileprivate mutating func note(_ answer: Consent, _ purpose: ConsentPurpose, _ said: ConsentSaid) {
        consent[purpose] = answer == .unknown ? nil : answer
        let words = said.wording.flatMap(OneLine.clean).map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(Workbench.longestNote))) }
        let kept = ConsentSaid(on: said.on, wording: words)
        consentSaid[purpose] = kept == ConsentSaid() || answer == .unknown ? nil : kept
    }
}
