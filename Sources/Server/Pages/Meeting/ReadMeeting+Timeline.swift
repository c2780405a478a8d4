import Covalence
import MeetingInteraction
import Workbench

extension ReadMeeting {
    /// Kinds of findings that are marked in the picture; what is said all the time would cover it.
    private static let marked: Set<FindingKind> = [
        .motive, .acceptance, .ownPlan, .marketKnowledge, .benefit, .applying, .realisation, .objection, .nextStep, .referenceCase, .demonstration,
        .resistingFactor, .supportingFactor, .sellingInside, .decisionProcess, .shift,
    ]

    /// Why there is no picture; nil where there is one.
    private var timelineMissing: Missing? {
        if analysis.measures.turns.isEmpty { return .material("nothing was said.") }
        return conversation.participants.contains { $0.side != nil } ? nil : .sides
    }

    /// The picture's data; not known where nothing was said or where it is not known who was on which side.
    func timeline() -> Known<TimelineData> {
        let measures = analysis.measures
        if let missing = timelineMissing { return .notKnown(missing) }
        let hasTimes = measures.basis == .time
        // Without times, words from the start stand in.
        var wordsBefore: [Int] = []
        var wordCount = 0
        for turn in measures.turns {
            wordsBefore.append(wordCount)
            wordCount += turn.words
        }
        var turnOf: [Int: Int] = [:]
        for (index, turn) in measures.turns.enumerated() { for utterance in turn.utterances { turnOf[utterance] = index } }
        func place(_ utterance: Int) -> Int? {
            if hasTimes { return conversation.utterances.indices.contains(utterance) ? conversation.utterances[utterance].time?.start : nil }
            return turnOf[utterance].map { wordsBefore[$0] }
        }
        let bars = measures.turns.enumerated().compactMap { index, turn -> TimelineData.Bar? in
            let start = hasTimes ? turn.time?.start : wordsBefore[index]
            let end = hasTimes ? turn.time?.end : wordsBefore[index] + turn.words
            guard let start, let end else { return nil }
            return .init(side: SideLabel(side: turn.side).key, start: start, end: end, utterance: turn.utterances.lowerBound, words: caption(turn.utterances.lowerBound))
        }
        var marks: [TimelineData.Mark] = []
        for question in measures.questions.value?.questions ?? [] where question.type != .rhetorical {
            guard let at = place(question.utterance) else { continue }
            marks.append(.init(kind: "question", side: SideLabel(side: question.side).key, at: at, utterance: question.utterance, label: "Question", words: caption(question.utterance)))
        }
        for finding in reading.findings where Self.marked.contains(finding.kind) {
            guard let at = place(finding.utterance) else { continue }
            marks.append(.init(kind: "finding", side: SideLabel(side: finding.side).key, at: at, utterance: finding.utterance, label: finding.kind.title, words: cut(finding.quote)))
        }
        let end = hasTimes ? conversation.utterances.lazy.compactMap { $0.time?.end }.max() ?? 0 : wordCount
        let points = (reading.trajectory.value ?? []).compactMap { window -> TimelineData.Point? in
            guard let share = window.needShare, let first = place(window.utterances.lowerBound) else { return nil }
            let last = place(window.utterances.upperBound - 1) ?? first
            return .init(at: (first + last) / 2, share: share)
        }
        let orientationEnd = reading.orientation.value?.phase.flatMap { phase in
            hasTimes ? conversation.utterances[phase.upperBound - 1].time?.end : place(phase.upperBound)
        }
        return .known(TimelineData(unit: hasTimes ? "time" : "words", end: end, bars: bars, marks: marks, trajectory: points, orientationEnd: orientationEnd))
    }

    /// The same for the page: in a sentence and as a table.
    func timelineView() -> Known<TimelineView> {
        if let missing = timelineMissing { return .notKnown(missing) }
        let measures = analysis.measures
        let trajectory = reading.trajectory.value ?? []
        let marked = reading.findings.filter { Self.marked.contains($0.kind) }.map { (utterance: $0.utterance, title: $0.kind.title) }
        let windows = measures.windows.compactMap { window -> TimelineView.Window? in
            guard let utterances = window.utterances else { return nil }
            func amount(_ side: Side) -> String {
                guard let talk = window.sides?[side] else { return "not known" }
                return measures.basis == .time ? Clock.text(milliseconds: talk.amount) : "\(talk.amount) words"
            }
            let overlapping = trajectory.filter { $0.utterances.overlaps(utterances) }
            let product = overlapping.reduce(0) { $0 + $1.product }
            let need = overlapping.reduce(0) { $0 + $1.need }
            var seen: [String] = []
            for finding in marked where utterances.contains(finding.utterance) && !seen.contains(finding.title) { seen.append(finding.title) }
            return .init(
                moment: moment(utterances.lowerBound), seller: amount(.seller), customer: amount(.customer),
                sellerQuestions: window.sides?.seller.questions ?? 0, customerQuestions: window.sides?.customer.questions ?? 0,
                needs: product + need == 0 ? "not known" : NumberText.percent(Double(need) / Double(product + need)), findings: seen.isEmpty ? "–" : seen.joined(separator: ", ")
            )
        }
        let unit = measures.duration.map { "over \(Clock.length(milliseconds: $0))" } ?? "over \(measures.whole.words) words, because the file has no times"
        let questions = measures.questions.value?.questions.count ?? 0
        return .known(TimelineView(
            meeting: id,
            description: "Who talked when, \(unit): \(measures.turns.count) turns, \(questions) questions, \(marked.count) findings.",
            caption: "Point at anything to read the words, click to go there. Hold Ctrl and turn the wheel to look closer.",
            windows: windows
        ))
    }

    private func caption(_ utterance: Int) -> String { "\(speaker(of: utterance)): \(cut(conversation.utterances[utterance].text))" }

    private func cut(_ text: String) -> String {
        let scalars = text.unicodeScalars
        return scalars.count <= 140 ? text : String(String.UnicodeScalarView(scalars.prefix(140))) + " …"
    }
}
