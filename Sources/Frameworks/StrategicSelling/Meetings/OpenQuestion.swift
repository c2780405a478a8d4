public import Covalence

/// A question to ask in a meeting, phrased openly, with what it is to find out.
public struct OpenQuestion: Hashable, Sendable {
    public var text: String
    /// Whom to ask; nil: anybody there.
    public var person: Identifier<Person>?
    /// The flag it works on.
    public var flag: String
    public var why: DatedText
}

extension OpenQuestion {
    /// The question that works on a flag; nil where asking does not help.
    ///
    /// - Parameters:
    ///   - name: of the person the flag is about.
    ///   - isThere: whether that person comes: then it is asked itself, otherwise the others are asked about it.
    init?(_ flag: Flag, name: String, isThere: Bool) {
        guard let text = Self.text(flag, name: name, isThere: isThere) else { return nil }
        self.init(text: text, person: isThere ? flag.person : nil, flag: flag.id, why: flag.what)
    }

    private static func text(_ flag: Flag, name: String, isThere: Bool) -> String? {
        switch flag.kind {
        case .noEconomicInfluence, .severalEconomicInfluences: "How was a purchase of this size approved last time, and by whom at the end?"
        case .unfilledRole:
            flag.id.hasSuffix(BuyingRole.user.rawValue) ? "Who would work with it, and what would change in their day?"
                : "Who checks that it meets your specifications, and how?"
        case .noCoach: "Who in your house would most like to see this succeed, and why?"
        case .competitorPreferred: "What speaks for the other supplier, and for whom?"
        case .overconfident, .evenKeel:
            isThere ? "How do you know that today's way does what you need from it?" : "How satisfied is \(name) with today's way, and what would change that?"
        case .responseUnknown, .responseOutdated:
            isThere ? "How does the proposal look from where you stand?" : "How does \(name) look at the proposal?"
        case .notReadyToChange: "What would have to be true for you to let go of today's solution?"
        case .aimUnknown, .aimLeftOut: isThere ? "What would make this a success for you?" : "What does \(name) want from this?"
        case .noWin: isThere ? "What would it mean for you yourself if this worked?" : "What would it mean for \(name) if this worked?"
        case .noResult: isThere ? "What should be measurably different afterwards?" : "What should be measurably different afterwards for \(name)?"
        case .resultWithoutNumber: "How much of it, and from when, would make it worth while?"
        case .jobChanged, .newToSale:
            isThere ? "What is new for you in your role, and what matters most now?" : "What changes now that \(name) is there?"
        case .reorganisation: "What changes for whom through the reorganisation?"
        case .newAdviser: "Whose advice counts when it comes to the decision?"
        case .notContacted, .contactStale, .singleThreaded: isThere ? nil : "Who else should we hear before we go on, and how do we reach them?"
        case .degreeUnknown: "How do you come to a decision where you see it differently from one another?"
        case .coachUnconfirmed: "How do you yourselves see it?"
        case .closeDatePassed, .closeDateMoved: "What has to happen in your house by when, before you can begin?"
        case .factMissing: factQuestion(flag)
        case .uncertain: nil
        case .notWinWin, .evidenceStale, .ownResultMissing, .movedOnWithout, .noNextStep, .stepWithoutDate, .stepOverdue, .ageing, .outsideProfile: nil
        }
    }

    private static func factQuestion(_ flag: Flag) -> String? {
        switch flag.id.split(separator: "/").last {
        case "what": "What exactly should it do for you in a first step?"
        case "amount": "What have you set aside for it, and how is that decided?"
        case "close-date": "When do you want it running, and what depends on it?"
        case "need": "What happens if nothing changes this year?"
        default: nil
        }
    }
}
