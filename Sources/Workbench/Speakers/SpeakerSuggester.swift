public import Covalence
public import Formats
public import Store

/// What is suggested about the person behind one label of a file, with the reason. A person decides.
public struct SpeakerSuggestion: Hashable, Sendable {
    /// The label in the file.
    public var label: String
    /// The person's name, where something points to one.
    public var name: String?
    public var side: Side?
    public var organization: String?
    public var function: String?
    /// The person of the record, where an answer given before named one.
    public var person: Identifier<Person>?
    /// Why, one sentence each; empty where nothing is suggested.
    public var reasons: [Reason]
    /// Whether the side rests on an answer given before, on the file itself or on an address, so that it may be taken until
    /// somebody says otherwise. A side that is only read out of the words waits for a person.
    public var sideIsGiven = false

    /// Why something is suggested.
    public struct Reason: Hashable, Sendable {
        /// One plain sentence.
        public var sentence: String
        /// The utterance it rests on, by index; nil for a label seen before or an address.
        public var utterance: Int?

        /// A reason with the utterance it rests on.
        public init(_ sentence: String, utterance: Int? = nil) {
            self.sentence = sentence
            self.utterance = utterance
        }
    }
}

/// Who we are, as the workspace knows it: it tells the seller's people from the customer's.
public struct OwnCompany: Hashable, Sendable, Codable {
    /// Names of our own company, as people say them.
    public var names: [String]
    /// Our mail domains, such as `example.com`.
    public var mailDomains: [String]

    /// Names and domains of the own company; both may be empty.
    public init(names: [String] = [], mailDomains: [String] = []) {
        self.names = names
        self.mailDomains = mailDomains
    }

    /// Whether a name is one of ours; case and surrounding space do not matter.
    func isOurs(name: String) -> Bool {
        let folded = Self.fold(name)
        return !folded.isEmpty && names.contains { Self.fold($0) == folded }
    }

    /// Whether an address is at one of our domains or below it.
    func isOurs(mail: String) -> Bool {
        guard let domain = SpeakerSuggester.domain(mail) else { return false }
        return mailDomains.contains { own in
            let own = own.lowercased()
            return domain == own || domain.hasSuffix("." + own)
        }
    }

    static func fold(_ name: String) -> String {
        name.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }).joined(separator: " ")
    }
}

/// Suggests people and sides for the labels of a transcript: from answers given before, from what the file says, from mail
/// domains, and from what is said (“we at …”, “I'm … from …”, speaking of one's product or of one's plant) ‡.
///
/// Pure and deterministic. The first source that says something wins, in that order; all reasons are kept.
public struct SpeakerSuggester: Sendable {
    /// Codes of the lexicon `speaker-sides` that vote for a side.
    public static let sellerCode = "speaks-as-seller"
    public static let customerCode = "speaks-as-customer"
    /// How many more votes for one side than for the other a suggestion needs ‡.
    public static let neededVotes = 2

    private let own: OwnCompany
    private let remembered: [String: RememberedSpeaker]
    private let domains: [String: RememberedDomain]

    /// - Parameters:
    ///   - own: who we are.
    ///   - remembered: by label; those of generic labels (“Speaker 3”) are passed over, they mean somebody else in each file.
    ///   - domains: what was said before of people who write from a mail domain, by domain in lower case.
    public init(own: OwnCompany, remembered: [String: RememberedSpeaker], domains: [String: RememberedDomain] = [:]) {
        self.own = own
        self.remembered = remembered
        self.domains = domains
    }

    /// Whether a label says nothing about a person (“Speaker 3”, “iPhone (2)”, “Unknown”), so that an answer to it holds for
    /// its own file only.
    public static func isGeneric(_ label: String) -> Bool {
        let words = OwnCompany.fold(label).split(separator: " ").filter { !$0.allSatisfy(\.isNumber) }
        let generic: Set<Substring> = [
            "speaker", "spk", "unknown", "guest", "participant", "user", "person", "iphone", "ipad", "android", "phone", "caller",
            "host", "meeting", "room", "conference", "customer", "seller", "client", "agent", "sprecher", "puhuja", "talare",
            "galaxy", "laptop", "pc", "zoom", "teams",
        ]
        // A single letter is no name; a single Chinese character can be one.
        return words.allSatisfy { generic.contains($0) || $0.utf8.count == 1 }
    }

    /// One suggestion per label, in the order of the transcript's labels.
    ///
    /// - Parameters:
    ///   - transcript: the words.
    ///   - hints: what the file says, by label.
    ///   - votes: marks of the lexicon `speaker-sides`, where it reads the language.
    public func suggest(for transcript: Transcript, hints: [String: SpeakerHint], votes: [ContentMark]) -> [SpeakerSuggestion] {
        var suggestions = transcript.speakers.map {
            SpeakerSuggestion(label: $0, name: nil, side: nil, organization: nil, function: nil, reasons: [])
        }
        for index in suggestions.indices {
            recall(&suggestions[index])
            if let hint = hints[suggestions[index].label] { take(hint, into: &suggestions[index]) }
        }
        for (index, utterance) in transcript.utterances.enumerated() {
            guard let speaker = utterance.speaker, suggestions.indices.contains(speaker) else { continue }
            listen(to: utterance.text, at: index, into: &suggestions[speaker])
        }
        count(votes, in: transcript, into: &suggestions)
        return suggestions
    }

    private func recall(_ suggestion: inout SpeakerSuggestion) {
        guard !Self.isGeneric(suggestion.label), let known = remembered[suggestion.label] else { return }
        suggestion.name = known.name
        suggestion.side = known.side
        suggestion.sideIsGiven = known.side != nil
        suggestion.organization = known.organization
        suggestion.function = known.function
        suggestion.person = known.person
        let times = known.count == 1 ? "one meeting" : "\(known.count) meetings"
        suggestion.reasons.append(.init("“\(suggestion.label)” was \(known.name) in \(times) before."))
    }

    private func take(_ hint: SpeakerHint, into suggestion: inout SpeakerSuggestion) {
        if suggestion.name == nil { suggestion.name = hint.name }
        let seen = hint.email.flatMap(Self.domain).flatMap { domains[$0] }
        if suggestion.organization == nil { suggestion.organization = hint.organization ?? seen?.organization }
        if suggestion.function == nil { suggestion.function = hint.function }
        guard suggestion.side == nil else { return }
        if let side = hint.side {
            give(side, because: "The file says so.", to: &suggestion)
        } else if let mail = hint.email, own.isOurs(mail: mail) {
            give(.seller, because: "The address is at our own domain.", to: &suggestion)
        } else if let seen, let side = seen.side {
            give(side, because: "People who write from \(seen.domain) were on this side before.", to: &suggestion)
        } else if !own.mailDomains.isEmpty, hint.email.flatMap(Self.domain) != nil {
            give(.customer, because: "The address is not at one of our domains.", to: &suggestion)
        } else if let affiliation = hint.affiliation {
            give(affiliation == .internal ? .seller : .customer, because: "The file calls this person \(affiliation.rawValue).", to: &suggestion)
        }
    }

    /// The domain of an address, in lower case; nil where it has none.
    static func domain(_ mail: String) -> String? {
        guard let at = mail.lastIndex(of: "@") else { return nil }
        let domain = mail[mail.index(after: at)...].lowercased()
        return domain.isEmpty ? nil : domain
    }

    private func give(_ side: Side, because sentence: String, to suggestion: inout SpeakerSuggestion) {
        suggestion.side = side
        suggestion.sideIsGiven = true
        suggestion.reasons.append(.init(sentence))
    }

    /// “we at Northwall”, “I'm Paula from Northwall”: an organisation after a phrase that says one belongs to it.
    private func listen(to text: String, at index: Int, into suggestion: inout SpeakerSuggestion) {
        guard suggestion.organization == nil || suggestion.side == nil,
              let said = SelfIntroduction(text)
        else { return }
        if suggestion.organization == nil { suggestion.organization = said.organization }
        if suggestion.name == nil, let name = said.name { suggestion.name = name }
        guard suggestion.side == nil else { return }
        if own.isOurs(name: said.organization) {
            suggestion.side = .seller
            suggestion.reasons.append(.init("Says “\(said.words)”, and that is our own company.", utterance: index))
        } else if !own.names.isEmpty {
            suggestion.side = .customer
            suggestion.reasons.append(.init("Says “\(said.words)”, and that is not our own company.", utterance: index))
        } else {
            suggestion.reasons.append(.init("Says “\(said.words)”.", utterance: index))
        }
    }

    private func count(_ votes: [ContentMark], in transcript: Transcript, into suggestions: inout [SpeakerSuggestion]) {
        var seller = [Int](repeating: 0, count: suggestions.count)
        var customer = seller
        var firstOf: [Side: [Int: Int]] = [.seller: [:], .customer: [:]]
        for vote in votes {
            guard transcript.utterances.indices.contains(vote.utterance),
                  let speaker = transcript.utterances[vote.utterance].speaker, suggestions.indices.contains(speaker)
            else { continue }
            let side: Side = vote.code == Self.sellerCode ? .seller : .customer
            if side == .seller { seller[speaker] += 1 } else { customer[speaker] += 1 }
            if firstOf[side]?[speaker] == nil { firstOf[side]?[speaker] = vote.utterance }
        }
        for speaker in suggestions.indices where suggestions[speaker].side == nil {
            let lead = seller[speaker] - customer[speaker]
            guard abs(lead) >= Self.neededVotes else { continue }
            let side: Side = lead > 0 ? .seller : .customer
            let what = side == .seller ? "of an offer of its own" : "of its own organisation as one that may buy"
            suggestions[speaker].side = side
            suggestions[speaker].reasons.append(.init(
                "Speaks \(what) (\(max(seller[speaker], customer[speaker])) times, the other way \(min(seller[speaker], customer[speaker])) times).",
                utterance: firstOf[side]?[speaker]
            ))
        }
        inferTheOtherSide(&suggestions)
    }

    /// With two labels of which one is on a side, the other is likely across the table ‡.
    private func inferTheOtherSide(_ suggestions: inout [SpeakerSuggestion]) {
        guard suggestions.count == 2, let known = suggestions.firstIndex(where: { $0.side != nil }),
              let unknown = suggestions.firstIndex(where: { $0.side == nil }),
              let other = suggestions[known].side?.other
        else { return }
        suggestions[unknown].side = other
        suggestions[unknown].reasons.append(.init("Two people spoke, and the other one is on the \(suggestions[known].side == .seller ? "seller's" : "customer's") side."))
    }
}
