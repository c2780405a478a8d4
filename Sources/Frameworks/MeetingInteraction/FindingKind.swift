public import Covalence

/// The four groups of characteristics of successful sales meetings (Alamäki & Kaski; frameworks.md, section 1).
public enum Section: String, Hashable, Sendable, Codable, CaseIterable {
    case interactive = "A"
    case equalParties = "B"
    case newValue = "C"
    case businessBenefits = "D"

    /// The heading, in the source's sense.
    public var title: String {
        switch self {
        case .interactive: "Interactive throughout"
        case .equalParties: "Both sides are equal parties, like one team"
        case .newValue: "Seller questions that help both to find new value"
        case .businessBenefits: "Common understanding of business benefits"
        }
    }

    /// What the group is about, in one sentence.
    public var meaning: String {
        switch self {
        case .interactive: "Customers are active rather than receiving: they ask, tell about themselves and say why they came."
        case .equalParties: "Neither side dominates; each builds on what the other said, and the customer thinks along."
        case .newValue: "Questions open discussion, and the talk turns from the product to the customer's needs, wants and hopes."
        case .businessBenefits: "Both sides know what good the proposal would do for the customer's business, and how they go on."
        }
    }
}

/// What can be found in a meeting. The raw value is the slug of the codebook.
public enum FindingKind: String, Hashable, Sendable, Codable, CaseIterable {
    case customerQuestion = "customer-question"
    case customerInformation = "customer-information"
    case motive
    case acceptance
    case ownPlan = "own-plan"
    case marketKnowledge = "market-knowledge"
    case uptake
    case sellerQuestion = "seller-question"
    case productTalk = "product-talk"
    case needTalk = "need-talk"
    case surveyRun = "survey-run"
    case shift
    case orientation
    case price
    case referenceCase = "reference-case"
    case demonstration
    case benefit
    case adoptionCost = "adoption-cost"
    case applying
    case understandingCheck = "understanding-check"
    case realisation
    case objection
    case supportingFactor = "supporting-factor"
    case resistingFactor = "resisting-factor"
    case decisionProcess = "decision-process"
    case sellingInside = "selling-inside"
    case nextStep = "next-step"
    case emotion
    case smallTalk = "small-talk"

    /// `benefit`: the name in the codebook, in addresses and in claims (`meeting.benefit`).
    public var slug: String { rawValue }

    /// The kind of the claim that a finding of this kind suggests.
    public var claimKind: String { "meeting." + rawValue }

    /// The group it belongs to; nil for small talk.
    public var section: Section? {
        switch self {
        case .customerQuestion, .customerInformation, .motive: .interactive
        case .acceptance, .ownPlan, .marketKnowledge, .uptake: .equalParties
        case .sellerQuestion, .productTalk, .needTalk, .surveyRun, .shift: .newValue
        case .smallTalk: nil
        default: .businessBenefits
        }
    }

    /// Whose words can show it.
    public var sides: Set<Side> {
        switch self {
        case .customerQuestion, .customerInformation, .motive, .acceptance, .ownPlan, .marketKnowledge, .benefit, .applying,
             .realisation, .objection, .supportingFactor, .resistingFactor, .emotion: [.customer]
        case .sellerQuestion, .surveyRun, .understandingCheck, .orientation: [.seller]
        case .uptake, .shift: [.seller, .customer]
        case .productTalk, .needTalk, .price, .referenceCase, .demonstration, .adoptionCost, .decisionProcess, .sellingInside,
             .nextStep, .smallTalk: [.seller, .customer, .thirdParty]
        }
    }

    /// Whether it is seen by words of content (a lexicon or a model) rather than by the course of the talk.
    public var isContent: Bool {
        switch self {
        case .surveyRun, .shift, .orientation: false
        default: true
        }
    }
}

extension FindingKind {
    /// What happened, as the beginning of a sentence: `The customer showed acceptance`.
    var happened: String {
        switch self {
        case .customerQuestion: "The customer asked"
        case .customerInformation: "The customer told of its own house"
        case .motive: "The customer said why it came"
        case .acceptance: "The customer showed acceptance"
        case .ownPlan: "The customer spoke of its own plan"
        case .marketKnowledge: "The customer spoke of other providers"
        case .uptake: "One side took up the other's words"
        case .sellerQuestion: "The seller asked"
        case .productTalk: "They talked about the offer"
        case .needTalk: "They talked about the customer's needs"
        case .surveyRun: "The seller ran through questions"
        case .shift: "The talk turned to needs"
        case .orientation: "The seller presented"
        case .price: "Prices came up"
        case .referenceCase: "Another customer's case was told"
        case .demonstration: "Something was shown"
        case .benefit: "The customer named a benefit"
        case .adoptionCost: "The cost or effort of adopting came up"
        case .applying: "The customer connected it with its own practice"
        case .understandingCheck: "The seller checked that it was understood"
        case .realisation: "The customer saw something new"
        case .objection: "The customer voiced doubt"
        case .supportingFactor: "The customer named something in its house that speaks for it"
        case .resistingFactor: "The customer named something in its house that stands against it"
        case .decisionProcess: "How, by whom or when it is decided came up"
        case .sellingInside: "Who must be convinced inside, and how, came up"
        case .nextStep: "A next step was named"
        case .emotion: "The customer used words of feeling"
        case .smallTalk: "They made small talk"
        }
    }
}

/// The published source of section 1, as shown beside rules.
let alamakiKaski = Provenance.source("Alamäki & Kaski, Characteristics of Successful Sales Interaction in B2B Sales Meetings")
