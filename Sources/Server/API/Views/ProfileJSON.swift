public import Covalence
import Foundation
public import StrategicSelling
public import Workbench

/// A criterion of the ideal customer profile as JSON; also what comes in.
public struct ProfileCriterionJSON: Codable, Sendable {
    public var id: String
    public var label: String
    public var sort: String
    /// For `yes-no`.
    public var wanted: Bool?
    /// For `number`; without an end it is open there.
    public var lower: Double?
    public var upper: Double?
    public var margin: Double?
    public var unit: String?
    /// For `category`.
    public var accepted: [String]?
    /// For `grade`.
    public var highest: Int?
    /// Set by hand; missing where it is learnt.
    public var weight: Double?

    /// A criterion as it is kept.
    public init(_ criterion: ProfileCriterion) {
        (id, label, sort, weight) = (criterion.id, criterion.label, criterion.sort.rawValue, criterion.weight)
        switch criterion.kind {
        case .yesNo(let wanted): self.wanted = wanted
        case .numberRange(let lower, let upper, let margin, let unit): (self.lower, self.upper, self.margin, self.unit) = (lower, upper, margin, unit)
        case .category(let accepted): self.accepted = accepted.sorted()
        case .valuesFit(let highest): self.highest = highest
        }
    }

    /// The criterion; nil where something is missing for its sort of answer.
    public var criterion: ProfileCriterion? {
        let kind: ProfileCriterion.Kind? = switch ProfileAnswer.Sort(rawValue: sort) {
        case .yesNo?: wanted.map { .yesNo(wanted: $0) }
        case .number?: .numberRange(lower: lower, upper: upper, margin: margin ?? 0, unit: unit ?? "")
        case .category?: accepted.map { .category(accepted: Set($0)) }
        case .grade?: highest.map { .valuesFit(highest: $0) }
        case nil: nil
        }
        return kind.map { ProfileCriterion(id: id, label: label, kind: $0, weight: weight) }
    }

    static let schema = Schema.object("ProfileCriterion", "One trait of the best accounts.", [
        .required("id", .words(100), "Stable: `own-maintenance-crew`."), .required("label", .words(200), "As shown."), .required("sort", .choice(ProfileAnswer.Sort.self), "What sort of answer it takes."),
        .optional("wanted", .boolean, "For `yes-no`."), .optional("lower", .number, "For `number`; an open end is missing."), .optional("upper", .number),
        .optional("margin", .number, "Beyond an end the fit falls evenly to nothing over this."), .optional("unit", .text(60)),
        .optional("accepted", .list(.words(200), most: 500), "For `category`."), .optional("highest", .count, "For `grade`, from 0."),
        .optional("weight", .number, "Set by hand; missing where it is learnt."),
    ])
}

/// The ideal customer profile as JSON.
public struct ProfileJSON: Encodable, Sendable {
    /// What the accounts in sight say of a criterion.
    public struct Learnt: Encodable, Sendable {
        public var id: String
        public var best: Int
        public var bestMeeting: Int
        public var others: Int
        public var othersMeeting: Int
        public var weight: Double?
        public var lift: Double?
        public var liftBounds: [Double]?
        public var speaksAgainst: Bool
        public var missing: String?
    }

    /// A weight that counts for everybody.
    public struct Weight: Encodable, Sendable {
        public var id: String
        public var weight: Double?
        public var isLearnt: Bool
        public var missing: String?
    }

    public var version: Int
    public var author: String?
    public var madeAt: Timestamp?
    public var criteria: [ProfileCriterionJSON]
    /// By hand, or learnt when this version was set, from what its author saw then.
    public var weights: [Weight]
    public var learnt: [Learnt]
    public var best: Int
    public var others: Int

    /// The profile as it is seen.
    public init(_ seen: SeenProfile) {
        (version, author, madeAt, best, others) = (seen.version, seen.author, seen.madeAt, seen.best, seen.others)
        criteria = seen.profile.criteria.map(ProfileCriterionJSON.init)
        weights = seen.profile.criteria.map { criterion in
            let learnt = criterion.weight == nil ? seen.kept?.criteria.first { $0.id == criterion.id }?.weight : nil
            return Weight(id: criterion.id, weight: criterion.weight ?? learnt?.value, isLearnt: criterion.weight == nil, missing: learnt?.missing?.sentence)
        }
        learnt = seen.learning.criteria.map { one in
            Learnt(
                id: one.id, best: one.best, bestMeeting: one.bestMeeting, others: one.others, othersMeeting: one.othersMeeting, weight: one.weight.value,
                lift: one.lift.value?.value, liftBounds: one.lift.value.map { [$0.bounds.lower, $0.bounds.upper] }, speaksAgainst: one.speaksAgainst, missing: one.weight.missing?.sentence
            )
        }
    }

    static let schema = Schema.object("IdealCustomerProfile", "What our best accounts have in common, with what the accounts you see say of it.", [
        .required("version", .count, "0 where there is none yet."), .optional("author", .text()), .optional("madeAt", .time), .required("criteria", .list(ProfileCriterionJSON.schema, most: 60)),
        .required("weights", .list(.object("ProfileWeight", "A weight that counts for everybody: set by hand, or learnt when this version was set.", [
            .required("id", .text(), "Of the criterion."), .optional("weight", .number), .required("isLearnt", .boolean), .optional("missing", .text(), "Why there is none."),
        ]), most: 60)),
        .required("learnt", .list(.object("LearntCriterion", "What the accounts in sight say of a criterion.", [
            .required("id", .text()), .required("best", .count), .required("bestMeeting", .count), .required("others", .count), .required("othersMeeting", .count),
            .optional("weight", .number), .optional("lift", .number), .optional("liftBounds", .list(.number, most: 2), "Its 95 % interval."),
            .required("speaksAgainst", .boolean, "The best meet it less often than the others."), .optional("missing", .text()),
        ]), most: 60)),
        .required("best", .count, "Accounts in sight that are said to be among our best."), .required("others", .count, "Those said not to be."),
    ])
}

/// How an account fits the profile as JSON.
public struct ProfileFitJSON: Encodable, Sendable {
    /// One criterion.
    public struct Part: Encodable, Sendable {
        public var criterion: String
        public var label: String
        public var answer: String?
        public var fit: Double?
        public var weight: Double?
        public var isLearnt: Bool?
        public var claims: [String]
    }

    public var account: String
    public var hasProfile: Bool
    public var version: Int?
    public var known: Double?
    public var knownShare: Double?
    public var bounds: [Double]?
    public var isBest: Bool?
    public var parts: [Part]

    /// The fit of an account; nil where there is no profile.
    public init(_ id: Identifier<Organization>, _ fit: AccountFit?) {
        account = id.description
        hasProfile = fit != nil
        version = fit?.version
        known = fit?.score.known.value
        knownShare = fit?.score.knownShare
        bounds = fit?.score.bounds.value.map { [$0.lower, $0.upper] }
        isBest = fit?.isBest
        parts = fit?.score.parts.map { part in
            Part(
                criterion: part.criterion, label: part.label, answer: part.answer.value?.words, fit: part.fit.value, weight: part.weight.value?.value,
                isLearnt: part.weight.value?.isLearnt, claims: part.claims.map(\.description)
            )
        } ?? []
    }

    static let schema = Schema.object("ProfileFit", "How an account fits the ideal customer profile: a breakdown first.", [
        .required("account", .id), .required("hasProfile", .boolean), .optional("version", .count, "Of the profile."),
        .optional("known", .number, "The share of the weight of what is known that fits; missing where nothing is."), .optional("knownShare", .number, "The share of the weight that is known."),
        .optional("bounds", .list(.number, most: 2), "If nothing of the rest fitted, and if all did."), .optional("isBest", .boolean, "Missing where nobody said so."),
        .required("parts", .list(.object("ProfilePart", "One criterion.", [
            .required("criterion", .text()), .required("label", .text()), .optional("answer", .text()), .optional("fit", .number), .optional("weight", .number),
            .optional("isLearnt", .boolean), .required("claims", .list(.id)),
        ]), most: 60)),
    ])
}

/// Whether the profile tells the best accounts from the others, as JSON.
public struct ProfileBackTestJSON: Encodable, Sendable {
    public var area: Double?
    public var bounds: [Double]?
    public var best: Int?
    public var others: Int?
    public var missing: String?
    public var tooLittleKnown: [String]

    /// The ranking of past accounts.
    public init(_ test: ProfileBackTest) {
        area = test.area.value?.value
        bounds = test.area.value.map { [$0.bounds.lower, $0.bounds.upper] }
        (best, others) = (test.area.value?.best, test.area.value?.others)
        missing = test.area.missing?.sentence
        tooLittleKnown = test.tooLittleKnown
    }

    static let schema = Schema.object("ProfileBackTest", "Whether the profile tells our best accounts from the others.", [
        .optional("area", .number, "The chance that the better of two accounts has the higher score; 0.5 is chance."), .optional("bounds", .list(.number, most: 2), "Its 95 % interval."),
        .optional("best", .count), .optional("others", .count), .optional("missing", .text(), "Why it is not known."), .required("tooLittleKnown", .list(.id), "Past accounts of which too little is known."),
    ])
}
