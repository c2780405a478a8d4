public import Covalence

/// Every kind of red flag, the gravest first: what it is called, why it endangers the sale, how to clear it, and the rule behind it.
public enum FlagKind: String, Hashable, Sendable, Comparable, CaseIterable {
    case noEconomicInfluence = "no-economic-influence"
    case severalEconomicInfluences = "several-economic-influences"
    case notWinWin = "not-win-win"
    case competitorPreferred = "competitor-preferred"
    case overconfident
    case closeDatePassed = "close-date-passed"
    case jobChanged = "job-changed"
    case reorganisation
    case newAdviser = "new-adviser"
    case notContacted = "not-contacted"
    case singleThreaded = "single-threaded"
    case unfilledRole = "unfilled-role"
    case noCoach = "no-coach"
    case coachUnconfirmed = "coach-unconfirmed"
    case newToSale = "new-to-sale"
    case contactStale = "contact-stale"
    case evidenceStale = "evidence-stale"
    case evenKeel = "even-keel"
    case responseUnknown = "response-unknown"
    case responseOutdated = "response-outdated"
    case notReadyToChange = "not-ready-to-change"
    case aimUnknown = "aim-unknown"
    case aimLeftOut = "aim-left-out"
    case noWin = "no-win"
    case noResult = "no-result"
    case resultWithoutNumber = "result-without-number"
    case ownResultMissing = "own-result-missing"
    case movedOnWithout = "moved-on-without"
    case closeDateMoved = "close-date-moved"
    case noNextStep = "no-next-step"
    case stepWithoutDate = "step-without-date"
    case stepOverdue = "step-overdue"
    case ageing
    case degreeUnknown = "degree-unknown"
    case factMissing = "fact-missing"
    case uncertain
    case outsideProfile = "outside-profile"

    /// The graver comes first.
    public static func < (left: FlagKind, right: FlagKind) -> Bool { left.order < right.order }

    private static let orders: [FlagKind: Int] = allCases.enumerated().reduce(into: [:]) { $0[$1.element] = $1.offset }
    private var order: Int { Self.orders[self] ?? 0 }

    /// The definition of the kind.
    public struct Definition: Hashable, Sendable {
        /// In plain words, as a heading.
        public var title: String
        /// Why it endangers the sale.
        public var danger: String
        /// An alternative position, or a way to clear it.
        public var clearing: String
        public var rule: Rule
    }

    /// What the kind means.
    public var definition: Definition {
        switch self {
        case .noEconomicInfluence: entry(
            "Nobody is known to give final approval", "One person may say no against every yes. Until you know who, nobody's yes is worth much.",
            "Ask how a purchase of this size was approved last time, and by whom at the end.", "No confirmed economic influence.", .ours)
        case .severalEconomicInfluences: entry(
            "More than one economic influence", "Final approval rests with one in each sale: one of these does not have it.",
            "Ask who decides where they disagree, and correct the roles.", "More than one confirmed economic influence.", heiman)
        case .notWinWin: entry(
            "Not win-win", "Whoever loses does not return, tells others, or costs us more than the order brings.",
            "Change what is offered so that both sides win, or let the sale go.", "Both sides' outcomes are known and one of them loses.")
        case .competitorPreferred: entry(
            "A competitor is preferred", "Somebody who matters would rather buy elsewhere.",
            "Find out from whom and for which result, and bring in a strength that matters to that person.",
            "A confirmed competitor that is preferred.", .ours)
        case .overconfident: entry(
            "Sees its position as better than desired", "Overconfident influences see nothing to gain and do not buy.",
            "Make the discrepancy seen with their own figures, or wait for the event that shows it.",
            "A key influence's response mode is overconfident.", heiman)
        case .closeDatePassed: entry(
            "The close date has passed", "The plan speaks of a day that is over, and so does every forecast made of it.",
            "Ask the customer for the date from its own plan, and correct it.", "The close date is over and no outcome is confirmed.", .ours)
        case .jobChanged: entry(
            "Somebody's job has changed", "People who change roles bring other aims; a new head means assessing everything anew.",
            "Meet the person in the new role and confirm role and degree again.",
            "An influence's job changed and neither role nor degree was confirmed since; or it left and still has a role.")
        case .reorganisation: entry(
            "The customer is being reorganised", "Roles, budgets and plans may no longer hold.",
            "Ask the coach what changes for whom, and confirm the roles of the key influences again.",
            "A reorganisation, after which the role or degree of some key influence was not confirmed again.", .ours)
        case .newAdviser: entry(
            "The top has an adviser who is not assessed", "Informal advisers of the top turn decisions without being asked for a yes.",
            "Find out what the adviser wants, and put the person on the sheet with a degree of influence.",
            "Somebody advises the economic influence, or a key influence who reports to nobody, and has no confirmed degree of influence.")
        case .notContacted: entry(
            "Not yet contacted", "What this person wants is hearsay.", "Ask somebody who knows the person to introduce you.",
            "An influence of the customer with no contact in the record and none stated.")
        case .singleThreaded: entry(
            "The sale hangs on one contact", "If that person leaves, loses interest or is overruled, the sale is gone.",
            "Ask your contact whom the result touches too, and meet them together.",
            "Fewer people of the customer were contacted within the days set than make a second thread.", .ours)
        case .unfilledRole: entry(
            "A role is unfilled", "Somebody judges or screens in every complex sale: if you do not know who, it happens without you.",
            "Ask who will work with it, and who checks the specification.", "No confirmed user, or no confirmed technical influence.", .ours)
        case .noCoach: entry(
            "No coach", "Nobody tells you what is going on inside.", "Ask somebody who wants the result for guidance.", "No confirmed coach.", .ours)
        case .coachUnconfirmed: entry(
            "Only the coach says so", "One person's view may be wrong or wishful.", "Ask somebody else about the same.",
            "Something about others that coaches told us and nobody else did.", .ours)
        case .newToSale: entry(
            "New to the sale", "Somebody who comes in late has not shared the way so far.", "Meet the person, hear its aims and set its degree.",
            "Turned up after the start, within the days set, and was not contacted or has no degree of influence.")
        case .contactStale: entry(
            "Not contacted for long", "Much may have changed since, and others may have been there.", "Contact the person with something of use to it.",
            "The last contact is as many days ago as set, or more; fewer are set for key influences.", .ours)
        case .evidenceStale: entry(
            "Nothing has happened for long", "The sheet says what was, not what is.", "Contact the customer, and confirm what matters most.",
            "The last interaction is as many days ago as set, or more.", .ours)
        case .evenKeel: entry(
            "Sees no gap", "Even keel hardly ever buys.", "Show a growth or a trouble it does not see yet, or let those who see one ask for it.",
            "A key influence's response mode is even keel.")
        case .responseUnknown: entry(
            "How it responds is not known", "You do not know whether this person can buy.",
            "Ask what should be different, and how the proposal looks from there.",
            "A proposal was made, and a key influence's response mode is not known.")
        case .responseOutdated: entry(
            "Responded to an earlier proposal", "The mode belongs to a proposal, and this is another one.", "Ask how the new proposal looks from there.",
            "A proposal was made after a key influence's response mode was confirmed.")
        case .notReadyToChange: entry(
            "Not ready to give up today's solution", "Whoever keeps what it has buys nothing in its place.", "Ask what would have to be true to let it go.",
            "A key influence, or the customer as a whole, is not ready.")
        case .aimUnknown: entry(
            "Own aims not known", "A key member whose aim is left out of account turns against the sale.", "Ask what would make this a success for the person.",
            "A key influence with no confirmed aim.")
        case .aimLeftOut: entry(
            "An aim is left out of account", "A key member whose aim is left out of account turns against the sale.",
            "Tie a result, a win or a strength to what the person wants.",
            "A key influence with an aim, and no result, win or strength for it.")
        case .noWin: entry(
            "No personal win known", "People buy when they see how they themselves win.", "Ask what it would mean for the person, apart from the company.",
            "A key influence with no confirmed win.")
        case .noResult: entry(
            "No result known", "Without a result there is nothing to win from.", "Ask what would be measurably different.",
            "A key influence with no confirmed result.")
        case .resultWithoutNumber: entry(
            "A result without a number", "A result that cannot be measured cannot be missed either.", "Ask how much, of what, from when.",
            "A confirmed result of a key influence without number or unit.", heiman)
        case .ownResultMissing: entry(
            "What we gain is not stated", "A sale can be won and still lose us money.", "State our result, with a number.",
            "No result of ours has a number, and nobody said how we come out.")
        case .movedOnWithout: entry(
            "Moved on without the work of a place", "What was skipped comes back when it costs more.", "Do the work, or move the objective back.",
            "At its place, something that an earlier place asks for is not there.", .ours)
        case .closeDateMoved: entry(
            "The close date was put off again and again", "The date is ours, not the customer's.",
            "Ask what has to happen in the customer's house by when, and derive the date.",
            "The close date was put off as often as set.", .ours)
        case .noNextStep: entry(
            "No next step", "A sale without a next step stands still.", "Agree on one with the customer: what, who, when.",
            "Nothing open to do, and no interaction planned.", .ours)
        case .stepWithoutDate: entry(
            "Our next step has no date", "What has no date is done last.", "Set a date.", "An open next step without a date.", .ours)
        case .stepOverdue: entry(
            "Our next step is overdue", "The customer sees that we do not keep what we said.", "Do it now, or agree on another date.",
            "An open next step whose date is over.", .ours)
        case .ageing: entry(
            "Long at the same place", "Sales that stand still seldom start again by themselves.", "Find out what is missing to move on, or let it go.",
            "At its place of the funnel for as many days as set for that place, or more.", .ours)
        case .degreeUnknown: entry(
            "Degree of influence not known", "You may spend your time on the wrong person.", "Ask the coach how much the person weighs in this decision.",
            "An influence of the customer with no confirmed degree.", heiman)
        case .factMissing: entry(
            "The objective is not complete", "A single sales objective says what exactly, how much and by when.", "Find it out, or set it.",
            "What is sold, for how much, by when, or for which need is not known.", heiman)
        case .uncertain: entry(
            "Only assumed", "It decides on the sheet, and nobody has seen or said it.", "Find somebody or something that shows it.",
            "Something confirmed that rests on an assumption.")
        case .outsideProfile: entry(
            "Outside the ideal customer profile", "Such customers cost: losses, hard relationships, no good referrals.",
            "Let it go, or say what makes this one an exception.", "The account does not fit the ideal customer profile.")
        }
    }

    private func entry(
        _ title: String, _ danger: String, _ clearing: String, _ statement: String, _ provenance: Provenance = millerHeiman
    ) -> Definition {
        Definition(title: title, danger: danger, clearing: clearing, rule: Rule(id: "selling.flag.\(rawValue)", statement: statement, provenance: provenance))
    }
}

/// The published source of section 5, as shown beside rules.
let millerHeiman = Provenance.source("Miller & Heiman, as taught in Strategic Sales Management (Arora)")
let heiman = Provenance.literature("Heiman, Sanchez & Tuleja, The New Strategic Selling")
