public import Covalence

/// One entry of the vocabulary: what a kind of finding is called, what it means, and what to do about it.
public struct Definition: Hashable, Sendable, Codable {
    public var kind: FindingKind
    /// In plain words, as a heading.
    public var title: String
    /// What it is and why it matters.
    public var meaning: String
    /// What a seller can do about it.
    public var toDo: String
    /// Where the characteristic comes from.
    public var provenance: Provenance
}

/// The words of the framework, one definition per kind of finding.
public enum Vocabulary {
    /// Every definition, in the order of the sections.
    public static let definitions: [Definition] = FindingKind.allCases.map { $0.definition }
}

extension FindingKind {
    /// In plain words, as a heading.
    public var title: String { definition.title }

    /// What it means and what to do.
    public var definition: Definition {
        switch self {
        case .customerQuestion: entry(
            "Customer asks",
            "The customer asks about products, services, prices, references or the supplier: it takes part instead of receiving.",
            "Answer, then ask what lies behind the question.")
        case .customerInformation: entry(
            "Customer tells about itself",
            "The customer tells about its organisation, needs or visions, experience, people who decide, experts or infrastructure.",
            "Build the next question on it, and write it down for your own company.")
        case .motive: entry(
            "Motive statement",
            "The customer says why it accepted the meeting or what benefit it hopes for. It is worth most when nobody asked.",
            "Come back to it when you present and when you sum up.")
        case .acceptance: entry(
            "Acceptance",
            "The customer accepts an argument, or likes the argument or the way of working.",
            "Ask what it would mean for the customer's business: acceptance is not yet a benefit.")
        case .ownPlan: entry(
            "Customer's own plan",
            "How the customer will go on with this inside its organisation: what to find out or solve, where money may come from.",
            "Offer what helps the plan along, and agree on who does what.")
        case .marketKnowledge: entry(
            "Market knowledge",
            "The customer tells about competitors or similar providers, what they offer and on which terms; it shows latent needs.",
            "Ask what was good and what was missing there.")
        case .uptake: entry(
            "Uptake",
            "One side carries on the words or the topic of what the other side just said; a seller's question of this kind deepens.",
            "Keep building questions on what you just heard.", .ours)
        case .sellerQuestion: entry(
            "Seller asks",
            "Questions that open discussion, ask for experience, decisions, needs or the customer's environment. Open ones help most.",
            "Prefer questions that begin with how, what or tell me.")
        case .productTalk: entry(
            "Talk about the product",
            "Product features, service concepts, technology. An essential part, above all early.",
            "Tie each feature to something the customer told you.")
        case .needTalk: entry(
            "Talk about the customer's needs",
            "The customer's needs, wants, hopes, problems and own environment.",
            "Stay here longer: ask what it leads to and what it would be worth.")
        case .surveyRun: entry(
            "Survey",
            "The seller asks and the customer just answers, several times in a row, with nothing of its own coming back.",
            "Stop the list: say what you made of the answers, and ask something open.", .ours)
        case .shift: entry(
            "Shift from product to needs",
            "The talk turns from the product to the customer's needs, wants and hopes. It sets good meetings apart.",
            "If it has not come yet, ask what the customer wants to be different.")
        case .orientation: entry(
            "Orientation phase",
            "Company, product or references are presented first. It is normal; its length is reported.",
            "Keep it as short as the customer needs, and end it with a question.")
        case .price: entry(
            "Price",
            "Prices, costs or terms of payment come up.",
            "Answer price questions, and set the price beside the benefit the customer named.")
        case .referenceCase: entry(
            "Reference case",
            "Another customer's case or a best practice is told.",
            "Ask how that compares with the customer's own case.")
        case .demonstration: entry(
            "Demonstration",
            "Something is shown: a demonstration, a picture, a slide, an example.",
            "Ask the customer to place it in its own work.")
        case .benefit: entry(
            "Benefit statement",
            "The customer names a good for its own business: advantage, money, saving, improvement or efficiency, or it stays an idea.",
            "Ask how much, for whom and from when.")
        case .adoptionCost: entry(
            "Cost of adopting",
            "The cost or effort of adopting the proposal belongs to the common understanding too.",
            "Name the effort openly, and who would carry it.")
        case .applying: entry(
            "Applying",
            "The customer connects what it learnt with its own practice and process.",
            "Follow the customer's example through to the end.")
        case .understandingCheck: entry(
            "Check of understanding",
            "The seller checks that it was understood.",
            "Let the customer say in its own words what it takes from the meeting.")
        case .realisation: entry(
            "Realisation",
            "The customer learns or sees something new.",
            "Ask what it changes.")
        case .objection: entry(
            "Objection",
            "The customer doubts the value or the fit.",
            "Take it up before going on: ask what it rests on.")
        case .supportingFactor: entry(
            "Supporting factor",
            "Something in the customer's organisation speaks for going on.",
            "Find out who stands behind it.")
        case .resistingFactor: entry(
            "Resisting factor",
            "Something in the customer's organisation stands against it, limits of resources or money among them.",
            "Ask what would have to change, and by whom.")
        case .decisionProcess: entry(
            "Decision process",
            "How, by whom and when it is decided.",
            "Know each step and each person before the next meeting.")
        case .sellingInside: entry(
            "Selling inside",
            "Both find together how to proceed inside: arguments, commitment of stakeholders, who must be convinced.",
            "Help the customer to sell: offer figures, a summary, a talk with the one who decides.")
        case .nextStep: entry(
            "Next step",
            "What happens next, who does it and when; agreed where both sides said or accepted it.",
            "Say it aloud with who and when, and let the customer confirm it.")
        case .emotion: entry(
            "Words of feeling",
            "The customer's words show liking or worry. Only words are read, never voice or face.",
            "Ask about it when it surprises you.")
        case .smallTalk: entry(
            "Small talk",
            "Talk that is about neither the offer nor the business.",
            "Nothing to do: it is part of meeting.", .ours)
        }
    }

    private func entry(_ title: String, _ meaning: String, _ toDo: String, _ provenance: Provenance = alamakiKaski) -> Definition {
        Definition(kind: self, title: title, meaning: meaning, toDo: toDo, provenance: provenance)
    }
}
