import Covalence

extension Talk {
    static let uptakeRule = Rule(
        id: "meeting.uptake",
        statement: """
            A question or statement that carries on rare words of the other side's last utterances, or says that it does \
            (“you mentioned …”).
            """,
        provenance: .ours
    )

    /// Uptake by either side: questions with one carried word, statements with two, or words that say so.
    func uptakeFindings(orientation: Range<Int>?) -> [Finding] {
        guard hasSides, annotations.marks != nil || annotations.acts != nil else { return [] }
        var findings: [Finding] = []
        for utterance in conversation.utterances.indices {
            guard let side = sides[utterance], side != .thirdParty, words[utterance] >= settings.questionWords else { continue }
            let asking = isQuestion(utterance)
            let said = mark("uptake", utterance)
            let carried = carriedWords(utterance)
            let enough = said != nil || (asking ? carried >= 1 : carried >= 2)
            guard enough, lastOfOtherSide(before: utterance) != nil else { continue }
            let passage = said.map { Finding.Passage(utterance: utterance, range: $0.range) } ?? passage(utterance)
            findings.append(finding(
                .uptake, at: [passage],
                attributes: [
                    "form": asking ? "question" : "statement",
                    "of": lastOfOtherSide(before: utterance).map(String.init) ?? "",
                ],
                strength: said?.strength ?? min(0.9, 0.45 + 0.15 * Double(carried)), rule: Self.uptakeRule, phase: orientation
            ))
        }
        return findings
    }

    /// How many rare words of the other side's last utterances an utterance carries on. A word counts as rare when it stands in
    /// few utterances of the meeting (`uptakeRarity`, at least six utterances in short meetings), and as the other side's when
    /// this side did not say it in between.
    func carriedWords(_ utterance: Int) -> Int {
        let own = lexis.content[utterance]
        guard !own.isEmpty, let side = sides[utterance] else { return 0 }
        let widest = max(6, Int(settings.uptakeRarity * Double(lexis.content.count)))
        var count = 0
        var seen: Set<Int> = []
        var looked = 0
        // Far enough to pass over listening and own utterances of the same turn, and no further.
        for earlier in stride(from: utterance - 1, through: max(0, utterance - 4 * settings.uptakeLookback), by: -1) {
            guard looked < settings.uptakeLookback else { break }
            if sides[earlier] == side {
                // What this side said itself meanwhile is its own word, unless it is the same turn.
                if turnOf[earlier] != turnOf[utterance] { seen.formUnion(lexis.content[earlier]) }
                continue
            }
            guard sides[earlier] != nil, !listens[earlier] else { continue }
            looked += 1
            for word in own where !seen.contains(word) && lexis.spread[word] <= widest && lexis.content[earlier].contains(word) {
                seen.insert(word)
                count += 1
            }
        }
        return count
    }

    /// The last utterance of another side that said something; nil where it is too far back.
    func lastOfOtherSide(before utterance: Int) -> Int? {
        for earlier in stride(from: utterance - 1, through: max(0, utterance - 4 * settings.uptakeLookback), by: -1)
        where sides[earlier] != nil && sides[earlier] != sides[utterance] && !listens[earlier] {
            return earlier
        }
        return nil
    }

    /// The turns after one, as far as an answer is looked for; third parties in between are allowed for.
    func turnsAfter(_ turn: Int) -> ArraySlice<Turn> { turns[turn...].dropFirst().prefix(4 * max(1, settings.answerTurns)) }

    /// Where the seller takes up what the customer said in an utterance: within its next turns, by carried words, by words that
    /// answer a concern, or by a question that follows at once.
    func takenUp(_ utterance: Int) -> Int? {
        guard let turn = turnOf[utterance] else { return nil }
        let topic = Set(lexis.content[utterance])
        var sellerTurns = 0
        for later in turnsAfter(turn) where later.side == .seller {
            sellerTurns += 1
            if sellerTurns > settings.answerTurns { return nil }
            for answer in later.utterances {
                if has("concern-answer", answer) || has("uptake", answer) { return answer }
                if words[answer] >= 4, lexis.content[answer].contains(where: { topic.contains($0) }) { return answer }
                if sellerTurns == 1, isQuestion(answer) { return answer }
            }
        }
        return nil
    }
}
