import Covalence
import MeetingInteraction
import Workbench

extension ReadMeeting {
    /// A piece of the transcript from an utterance on: a hundred utterances, or the next hundred that fit the filter.
    func piece(from start: Int, filter: TranscriptPiece.Filter) -> TranscriptPiece {
        let count = conversation.utterances.count
        let first = max(0, min(start, count))
        let codes = codesByUtterance()
        var lines: [TranscriptPiece.Utterance] = []
        var index = first
        while index < count, lines.count < Moment.pieceSize {
            if fits(index, filter, codes: codes) {
                lines.append(line(index, codes: codes[index] ?? [], isFirst: lines.isEmpty || filter != .init()))
            }
            index += 1
        }
        // With a filter, what comes before is only known by going there: the start.
        let earlier = first == 0 ? nil : filter == .init() ? max(0, first - Moment.pieceSize) : 0
        let last = min(count, index + Moment.pieceSize)
        return TranscriptPiece(
            meeting: id, filter: filter, lines: lines, earlier: earlier, later: index < count ? index : nil,
            laterLabel: filter == .init() ? "Utterances \(index + 1) to \(last) of \(count)" : "More"
        )
    }

    /// Every utterance, for a report.
    func lines() -> [TranscriptPiece.Utterance] {
        let codes = codesByUtterance()
        return conversation.utterances.indices.map { line($0, codes: codes[$0] ?? [], isFirst: $0 == 0) }
    }

    private func line(_ index: Int, codes: [FindingKind], isFirst: Bool) -> TranscriptPiece.Utterance {
        let line = conversation.utterances[index]
        let act = analysis.annotations.acts.flatMap { $0.indices.contains(index) ? $0[index] : nil }
        return TranscriptPiece.Utterance(
            moment: moment(index), end: line.time?.end, speaker: speaker(of: index), side: conversation.side(of: index), text: line.text,
            lower: line.range.lowerBound, act: act.flatMap(Self.word), isQuestion: act?.act == .question,
            isFaint: act?.act == .backchannel || act?.act == .floor,
            isRunOn: !isFirst && index > 0 && line.participant != nil && conversation.utterances[index - 1].participant == line.participant,
            codes: codes.map(\.title), mayEdit: mayChange
        )
    }

    /// What each utterance is about, each kind once; questions are shown as acts already.
    private func codesByUtterance() -> [Int: [FindingKind]] {
        var codes: [Int: [FindingKind]] = [:]
        for finding in reading.findings where finding.kind.isContent && finding.kind != .sellerQuestion && finding.kind != .customerQuestion {
            for passage in finding.passages where codes[passage.utterance]?.contains(finding.kind) != true {
                codes[passage.utterance, default: []].append(finding.kind)
            }
        }
        return codes
    }

    private func fits(_ index: Int, _ filter: TranscriptPiece.Filter, codes: [Int: [FindingKind]]) -> Bool {
        if let side = filter.side, !side.isEmpty, conversation.side(of: index)?.rawValue ?? "unknown" != side { return false }
        if let wanted = filter.act, !wanted.isEmpty {
            guard let acts = analysis.annotations.acts, acts.indices.contains(index) else { return false }
            let act = acts[index]
            guard act.act.rawValue == wanted || (act.act == .question && act.question?.rawValue == wanted) else { return false }
        }
        if let code = filter.code, !code.isEmpty {
            if code == FindingKind.sellerQuestion.rawValue || code == FindingKind.customerQuestion.rawValue {
                return reading.findings.contains { $0.kind.rawValue == code && $0.utterances.contains(index) }
            }
            return codes[index]?.contains { $0.rawValue == code } == true
        }
        return true
    }

    private static func word(_ act: TaggedAct) -> String? {
        switch act.act {
        case .statement, .backchannel, .floor: nil
        case .question: act.question.map { "question, \($0.rawValue)" } ?? "question"
        case .disruption: "broken off"
        }
    }

    /// What can be chosen above the transcript.
    func choices(_ filter: TranscriptPiece.Filter) -> (sides: [Choice], acts: [Choice], codes: [Choice]) {
        func choice(_ value: String, _ label: String, _ chosen: String?) -> Choice { Choice(value: value, label: label, isSelected: value == chosen ?? "") }
        let sides = [choice("", "everybody", filter.side)]
            + Side.allCases.map { choice($0.rawValue, SideLabel(side: $0).word, filter.side) } + [choice("unknown", "Side not known", filter.side)]
        var acts = [choice("", "all", filter.act)]
        if analysis.annotations.acts != nil {
            acts += [choice("Q", "questions", filter.act)] + QuestionType.allCases.map { choice($0.rawValue, "questions, \($0.rawValue)", filter.act) }
                + [choice("B", "backchannels", filter.act), choice("D", "broken off", filter.act)]
        }
        let seen = Set(reading.findings.map(\.kind))
        let codes = [choice("", "anything", filter.code)] + FindingKind.allCases.filter { $0.isContent && seen.contains($0) }.map { choice($0.rawValue, $0.title, filter.code) }
        return (sides, acts, codes)
    }
}
