import Covalence

extension Talk {
    static let uptakeRule = Rule(
        id: "meeting.uptake",
        statement: """
            A question or statement right after the other side's that carries on its words, points back to it (“that”, “then”) or says \
            that it builds on it (“you mentioned …”); the next question of a list does not.
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
            guard !has("small-talk", utterance), !has("channel", utterance), !has("next-step", utterance) || said != nil,
                  let before = lastOfOtherSide(before: utterance),
                  said != nil || buildsOn(before, utterance, asking: asking, carried: carried)
            else { continue }
            let passage = said.map { Finding.Passage(utterance: utterance, range: $0.range) } ?? passage(utterance)
            findings.append(finding(
                .uptake, at: [passage],
                attributes: [
                    "form": asking ? "question" : "statement",
                    "of": String(before),
                ],
                strength: said?.strength ?? min(0.9, 0.45 + 0.15 * Double(carried)), rule: Self.uptakeRule, phase: orientation
            ))
        }
        return findings
    }

    /// Whether an utterance builds on what the other side said in `before` ‡, by its place and the words it carries on.
    private func buildsOn(_ before: Int, _ utterance: Int, asking: Bool, carried: Int) -> Bool {
        // Only the first of a turn's utterances answers to the other side.
        guard utterance - before <= 2, turnOf[utterance] != turnOf[before] else { return false }
        let pointsBack = lexis.cues[utterance].contains(.pointsBack)
        let answersQuestion = asks[before]
        switch (sides[utterance], asking) {
        case (.seller, true):
            // The next question of a list builds on nothing, unless it carries on the answer's own words.
            if let question = questionAnswered(before), words[before] <= settings.surveyAnswerWords, question < before {
                // “Nineteen. And are they …”: the echo confirms, and the question is the next of the list.
                return carried >= 1 && words[utterance] <= settings.uptakeWords
                    && !conversation.utterances[utterance].text.utf8.contains(UInt8(ascii: "."))
            }
            return words[before] >= 4 && (carried >= 1 || pointsBack || words[utterance] <= 8 && !lexis.cues[utterance].contains(.ownHouse))
        case (.customer, true):
            return words[before] >= settings.tellingWords && !answersQuestion && (carried >= 1 || pointsBack || words[utterance] <= 10)
        case (.customer, false):
            if answersQuestion { return false }
            return words[before] >= 8 && words[utterance] >= 5 && (carried >= 1 || pointsBack || lexis.cues[utterance].contains(.ownHouse))
        case (.seller, false):
            if answersQuestion { return false }
            return words[before] >= 5 && words[utterance] <= settings.uptakeWords && carried >= 1
        default: return false
        }
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
