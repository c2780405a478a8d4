import Covalence

extension SuggestionReader {
    /// Competitors, reorganisations, our own wins, close date, amount and next steps.
    mutating func readSale() {
        readCompetitors()
        for passage in passages {
            if let share = share("reorganisation", in: passage) {
                draft(
                    SellingKinds.reorganisation, quote(passage.text), about: .organization(input.objective.account), rule: SuggestionRules.reorganisation,
                    supports: [Support(passage: passage, weight: share, isHearsay: isOurWords(passage))]
                )
            }
            if let share = share("own-win", in: passage), isOurWords(passage) {
                draft(SellingKinds.ownWin, quote(passage.text), rule: SuggestionRules.ownWin, supports: [Support(passage: passage, weight: share)])
            }
        }
        let days = said { if case .closeDate(let day) = $0 { day } else { nil } }
        if let (day, supports) = lastSaid(days) {
            draft(SellingKinds.closeDate, day, rule: SuggestionRules.closeDate, supports: supports, words: lastWords(supports), isLatest: true)
        }
        let sums = said { if case .price(let sum) = $0 { sum } else { nil } }
        if let (sum, supports) = lastSaid(sums) {
            draft(SellingKinds.amount, sum, rule: SuggestionRules.amount, supports: supports, words: lastWords(supports), isLatest: true)
        }
        readSteps()
    }

    private func said<Value>(_ value: (ReadFinding.Content) -> Value?) -> [(value: Value, support: Support)] {
        passages.flatMap { passage in
            passage.findings.compactMap { finding in value(finding.content).map { ($0, Support(passage: passage, weight: Self.sure(finding))) } }
        }
    }

    private mutating func readCompetitors() {
        var held: [String: Timestamp] = [:]
        for claim in input.claims where claim.standing == .confirmed {
            guard let name = SellingKinds.competitor.content(of: claim)?.name.lowercased() else { continue }
            held[name] = max(held[name] ?? claim.statedAt, claim.statedAt)
        }
        let named = said { if case .competitor(let name) = $0 { name } else { nil } }
        for (key, mentions) in Dictionary(grouping: named, by: { $0.value.lowercased() }).sorted(by: { $0.key < $1.key }) {
            let name = mentions[0].value
            let preferring = mentions.compactMap { mention -> Support? in
                let passage = mention.support.passage
                guard let share = share("competitor-preferred", in: passage), held[key].map({ passage.at > $0 }) ?? true else { return nil }
                return Support(passage: passage, weight: share * mention.support.weight, isHearsay: isOurWords(passage))
            }
            if together(preferring) >= input.settings.confidence {
                draft(SellingKinds.competitor, Competitor(name, standing: .preferred), rule: SuggestionRules.competitor, supports: preferring)
            } else if held[key] == nil {
                draft(SellingKinds.competitor, Competitor(name), rule: SuggestionRules.competitor, supports: mentions.map(\.support))
            }
        }
    }

    private mutating func readSteps() {
        for passage in passages {
            for finding in passage.findings {
                guard case .nextStep(let step, let agreed) = finding.content, agreed != false else { continue }
                draft(SellingKinds.action, step, rule: SuggestionRules.nextStep, supports: [Support(passage: passage, weight: Self.sure(finding))])
            }
        }
    }
}
