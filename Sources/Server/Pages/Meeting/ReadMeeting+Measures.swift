import Covalence
import Workbench

extension ReadMeeting {
    /// The table of measures: by side first, then those of the meeting as a whole.
    func measureRows() -> [MeasureRow] {
        sideRows() + MeasureKey.all.filter { Self.together.contains($0.id) }.map { key in
            let value = key.value(analysis.measures)
            return MeasureRow(
                name: key.name, both: value.value.map { NumberText.text($0, key.unit) } ?? value.missing?.sentence ?? "not known", meaning: key.meaning
            )
        }
    }

    /// Measures that have one value for the meeting.
    private static let together: Set<String> = [
        "customer-initiation-share", "balance", "balance-minimum", "gini", "longest-monologue", "longest-turn-words", "switches-per-minute", "switches-per-thousand-words",
        "seller-open-question-share", "answer-words", "overlap-share", "silence-share",
    ]

    private func sideRows() -> [MeasureRow] {
        let measures = analysis.measures
        guard case .known(let sides) = measures.sides else {
            return [MeasureRow(name: "By side", both: measures.sides.missing?.sentence ?? "not known", meaning: "Talk, words, turns and questions of seller and customer.")]
        }
        func row(_ name: String, _ meaning: String, _ text: (SpeechMeasures) -> String?) -> MeasureRow {
            MeasureRow(name: name, seller: text(sides.seller) ?? "not known", customer: text(sides.customer) ?? "not known", meaning: meaning)
        }
        func share(_ value: Double?) -> String { value.map { ", \(NumberText.percent($0))" } ?? "" }
        var rows: [MeasureRow] = []
        if measures.basis == .time {
            rows.append(row("Talk", "How long the side spoke, and its share of all speaking time; where two speak at once, both count.") {
                speech in speech.speakingTime.map { Clock.text(milliseconds: $0) + share(speech.timeShare) }
            })
        }
        rows.append(row("Words", "How much was said, and the share of all words.") { NumberText.whole(Double($0.words)) + share($0.wordShare) })
        rows.append(row("Turns", "How often the side took the floor; “mm-hmm” does not count.") { "\($0.turns)" + share($0.turnShare) })
        rows.append(row("Length of a turn", "Words in the middle case, before somebody else takes over.") { $0.turnWords.map { "\(NumberText.whole($0.median)) words" } ?? "no turn" })
        rows.append(row("Questions by form", measures.hasActs ? "Utterances that ask by their form, rhetorical ones, small talk and those in a presentation too; the findings count what asks about the matter, outside the presentation." : "Not known: nothing here reads questions in this language.") { $0.questions.map { "\($0.total)" } })
        rows.append(row("Initiations", "Turns that ask something or open after a silence: who moves the talk.") { $0.initiations.map(String.init) })
        if measures.basis == .time {
            rows.append(row("Interruptions", "Began while somebody else was speaking, “mm-hmm” apart.") { $0.overlaps.map { "\($0.interruptions)" } })
            if case .known(let responses) = measures.responses {
                func latency(_ distribution: Distribution?) -> String { distribution.map { "\(NumberText.decimal($0.median / 1000, 1)) s" } ?? "never" }
                rows.append(MeasureRow(
                    name: "Time to respond", seller: latency(responses.seller), customer: latency(responses.customer),
                    meaning: "The middle pause after the other side’s last word; below 0 the answer came in early."
                ))
            }
        }
        return rows
    }

    /// Why numbers may be other than expected; nil where nothing needs saying.
    var measuresNote: String? {
        analysis.measures.basis == .words ? "This file has no times, so words stand in for time. Pauses, overlaps and silence are not known." : nil
    }

    /// Person by person, in the order of the cast.
    func speakerRows() -> [SpeakerRow] {
        analysis.measures.participants.map { entry in
            let speech = entry.speech
            let longest: String? = speech.longestTurn.flatMap { index in
                let turn = analysis.measures.turns[index]
                return turn.time.map { Clock.text(milliseconds: $0.duration) } ?? "\(turn.words) words"
            }
            return SpeakerRow(
                name: conversation.participants[entry.index].name, side: entry.side,
                talk: speech.speakingTime.map { Clock.text(milliseconds: $0) + (speech.timeShare.map { ", \(NumberText.percent($0))" } ?? "") } ?? "not known",
                words: NumberText.whole(Double(speech.words)), turns: "\(speech.turns)", questions: speech.questions.map { "\($0.total)" } ?? "not known",
                longest: speech.turns == 0 ? "did not speak" : longest ?? "not known"
            )
        }
    }
}
