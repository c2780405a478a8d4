import Covalence

/// What the place of an utterance in the talk tells, beside its words ‡: who asked what before, whose house is spoken of, where
/// the meeting opens and closes. Words can be put in a thousand ways; an answer stands behind its question in all of them.
extension Talk {
    /// Reads the course of the talk once, in order: each rule may build on the ones before.
    mutating func readCourse() {
        readEdges()
        readPrices()
        for utterance in conversation.utterances.indices where !listens[utterance] {
            switch sides[utterance] {
            case .customer: readCustomer(utterance)
            case .seller: readSeller(utterance)
            case .thirdParty, nil: break
            }
        }
    }

    /// Codes that say that an utterance does more than tell about its speaker's house.
    private static let doing: Set<String> = [
        "acceptance", "objection", "own-plan", "market-knowledge", "benefit", "applying", "next-step", "small-talk", "realisation", "channel",
        "agreement", "disagreement",
    ]

    /// Codes of talk about the matter: where one stands, it is not small talk.
    private static let business: Set<String> = [
        "product-talk", "need-talk", "price", "customer-information", "motive", "company-talk", "reference-case", "demonstration", "objection",
        "benefit", "decision-process", "selling-inside", "own-plan", "next-step", "market-knowledge", "resisting-factor", "supporting-factor",
        "adoption-cost", "understanding-check", "money",
    ]

    // MARK: Edges

    /// Small talk: short lines without a word of business between greetings at the beginning and after thanks or goodbye at the end.
    private mutating func readEdges() {
        let count = conversation.utterances.count
        let reach = min(settings.edgeUtterances, count / 4)
        guard reach > 0 else { return }
        func isLight(_ utterance: Int) -> Bool {
            // What only looks like business, as “Did the snow reach you as well?” does to a model, does not end it: words do.
            words[utterance] <= settings.smallTalkWords && !marks[utterance].contains { $0.origin != .meaning && Self.business.contains($0.code) }
        }
        // The beginning goes as far as lines stay light, provided that somebody greets in it.
        var end = 0
        while end < reach, isLight(end) || has("small-talk", end) { end += 1 }
        if (0..<end).contains(where: { has("small-talk", $0) || lexis.cues[$0].contains(.courtesy) }) {
            for utterance in 0..<end { add("small-talk", utterance, strength: 0.6, rule: "opening: before the first word of business") }
        }
        // The end begins with the first thanks or goodbye after which nothing but light lines follow.
        var start = count
        while start > count - reach, isLight(start - 1) || has("small-talk", start - 1) { start -= 1 }
        if let first = (start..<count).first(where: { has("small-talk", $0) || lexis.cues[$0].contains(.courtesy) }) {
            for utterance in first..<count { add("small-talk", utterance, strength: 0.6, rule: "closing: after thanks or goodbye") }
        }
    }

    // MARK: Price

    /// Once the price is on the table, numbers said right after it are about it too: “Three point six. Phew.”
    private mutating func readPrices() {
        var last: Int?
        for utterance in conversation.utterances.indices where sides[utterance] != nil {
            // What others ask is knowledge of the market; only held against the offer is it about its price.
            if sides[utterance] == .customer, !asks[utterance], has("market-knowledge", utterance), !has("objection", utterance) {
                remove("price", utterance)
                continue
            }
            if has("price", utterance) || mark("customer-question", utterance)?.attributes["object"] == "price" && asks[utterance] {
                last = utterance
            } else if let named = last, utterance - named <= settings.priceDistance {
                guard lexis.cues[utterance].contains(.number), words[utterance] <= settings.priceWords, !has("reference-case", utterance),
                      !has("date", utterance)
                else { continue }
                add("price", utterance, strength: 0.5, rule: "a number right after the price")
                last = utterance
            }
        }
    }

    // MARK: Customer

    private mutating func readCustomer(_ utterance: Int) {
        guard !has("small-talk", utterance) else { return }
        let question = questionAnswered(utterance)
        let cues = lexis.cues[utterance]
        let does = marks[utterance].contains { Self.doing.contains($0.code) }
        if !asks[utterance], !does, !cues.contains(.meeting), !has("customer-information", utterance) {
            if let question, isAboutCustomer(question), words[utterance] >= 2, !cues.contains(.hypothetical),
               lexis.telling[utterance] >= (questionType(question) == .yesNo ? 2 : 1) {
                add(
                    "customer-information", utterance, strength: 0.6, rule: "answers a question about its house",
                    attributes: ["object": object(of: utterance, answering: question)]
                )
            } else if cues.contains(.ownHouse), !cues.contains(.hypothetical), words[utterance] >= settings.tellingWords,
                      lexis.telling[utterance] >= 2 {
                add(
                    "customer-information", utterance, strength: 0.55, rule: "tells of its own house",
                    attributes: ["object": object(of: utterance, answering: nil)]
                )
            }
        }
        if mark("customer-information", utterance)?.origin == .meaning {
            describe("customer-information", utterance, "object", object(of: utterance, answering: question))
        }
        if let told = mark("customer-information", utterance), words[utterance] >= settings.tellingWords,
           !["decision-people", "experts"].contains(told.attributes["object"] ?? "") {
            add("need-talk", utterance, strength: 0.55, rule: "tells of its own environment")
        }
    }

    /// What the customer tells about, by its words, else by what was asked.
    private func object(of utterance: Int, answering question: Int?) -> String {
        let cues = lexis.cues[utterance]
        let purpose = question.flatMap { self.purpose(of: $0) }
        if purpose == "decision" || cues.contains(.deciders) { return "decision-people" }
        if cues.contains(.trouble) || purpose == "need" { return "need" }
        if cues.contains(.past), cues.contains(.ownHouse) || purpose == "experience" { return "experience" }
        return cues.contains(.equipment) ? "infrastructure" : "organisation"
    }

    /// The question of the seller that an utterance answers: in the turn just before, and this at the head of its own turn.
    func questionAnswered(_ utterance: Int) -> Int? {
        guard let turn = turnOf[utterance], turn > 0, sides[utterance] == .customer, turns[turn - 1].side == .seller,
              turns[turn].utterances.firstIndex(of: utterance).map({ $0 < 2 }) == true
        else { return nil }
        return turns[turn - 1].utterances.suffix(max(1, settings.answerLookback)).last { asks[$0] }
    }

    /// The purpose of a seller's question, as its words tell.
    func purpose(of question: Int) -> String? {
        marks[question].filter { $0.code == "seller-question" && $0.attributes["purpose"] != nil }
            .max { $0.strength < $1.strength }?.attributes["purpose"]
    }

    /// Whether a question is about the customer rather than about the meeting or what was shown.
    private func isAboutCustomer(_ question: Int) -> Bool {
        guard !["channel", "small-talk", "understanding-check", "next-step", "demonstration"].contains(where: { has($0, question) }),
              questionType(question) != .rhetorical
        else { return false }
        return purpose(of: question) != "discussion"
    }

    // MARK: Seller

    private mutating func readSeller(_ utterance: Int) {
        guard !has("small-talk", utterance) else { return }
        if asks[utterance] {
            let purpose = self.purpose(of: utterance)
            if purpose == "need" || purpose == "environment" || (purpose == nil && lexis.cues[utterance].contains(.other)),
               words[utterance] >= settings.topicWords, isAboutCustomer(utterance) {
                add("need-talk", utterance, strength: 0.55, rule: "asks about the customer's needs or environment")
            }
            return
        }
        let other = ["next-step", "price", "selling-inside", "reference-case", "concern-answer", "understanding-check"]
        let answersProduct = utterance > 0 && sides[utterance - 1] == .customer && asks[utterance - 1]
            && ["product", "service"].contains(mark("customer-question", utterance - 1)?.attributes["object"] ?? "")
        if words[utterance] >= (answersProduct ? settings.tellingWords : settings.explainingWords),
           !other.contains(where: { has($0, utterance) }) {
            add("product-talk", utterance, strength: 0.5, rule: answersProduct ? "answers a question about the offer" : "explains at length")
        }
    }
}
