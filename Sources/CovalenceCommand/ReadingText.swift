import Covalence
import Formats
import Foundation
import MeetingInteraction
import Workbench

/// A reading on the terminal: what happened first, then the four sections with the words they rest on, then the measures.
struct ReadingText {
    let terminal: Terminal

    /// Minutes and seconds of the recording: `12:05`, `1:02:05`.
    static func clock(_ milliseconds: Int) -> String {
        let seconds = milliseconds / 1000
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return seconds >= 3600
            ? "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))" : "\(seconds / 60):\(two(seconds % 60))"
    }

    func show(_ document: ReadingDocument, analysis: MeetingAnalysis, parsed: ParsedTranscript) {
        let reading = analysis.reading
        terminal.line(terminal.styled(document.meeting.title.printable, .bold))
        terminal.line(terminal.styled(
            "\(parsed.format.name), \(parsed.utterances.count) utterances, \(parsed.speakers.count) speakers, language \(analysis.conversation.language ?? "not known")",
            .dim
        ))
        for note in parsed.notes { terminal.line(terminal.styled(note.printable, .dim)) }
        people(analysis)
        heading("What happened")
        for sentence in reading.summary { paragraph(sentence) }
        if !reading.suggestions.isEmpty {
            heading("For next time")
            for (index, advice) in reading.suggestions.enumerated() {
                paragraph("\(index + 1). \(advice.text)" + place(advice.utterance, analysis))
            }
        }
        for section in reading.sections { show(section, analysis: analysis) }
        measures(analysis.measures, analysis: analysis)
        terminal.line()
        paragraph(reading.caveat, style: .dim)
    }

    private func people(_ analysis: MeetingAnalysis) {
        for participant in analysis.conversation.participants {
            let side = participant.side.map { $0 == .thirdParty ? "third party" : $0.rawValue } ?? "side not known"
            let rest = [participant.function, participant.organization].compactMap { $0 }.joined(separator: ", ")
            terminal.line("  \(styled(side.padded(to: 14), participant.side)) \(participant.name.printable)\(rest.isEmpty ? "" : "  (\(rest.printable))")")
        }
        if analysis.conversation.participants.contains(where: { $0.side == nil }) {
            terminal.line(terminal.styled("  Say who was on which side with --customer NAME and --seller NAME.", .attention))
        }
    }

    private func show(_ section: SectionReading, analysis: MeetingAnalysis) {
        heading("\(section.section.rawValue)  \(section.section.title)")
        for statement in section.statements {
            let mark = switch statement.notice {
            case .attention: terminal.styled("!", .attention)
            case .notKnown: "?"
            default: "·"
            }
            switch statement.happened {
            case .known(let text): terminal.line("  \(mark) \(terminal.styled(statement.title, .bold)): \(text.printable)")
            case .notKnown(let missing): terminal.line("  \(mark) \(terminal.styled(statement.title, .bold)): \(missing.sentence)")
            }
            for id in statement.findings.prefix(3) {
                guard let finding = analysis.reading.finding(id) else { continue }
                quote(finding, analysis)
            }
            if statement.findings.count > 3 {
                terminal.line(terminal.styled("      and \(statement.findings.count - 3) more", .dim))
            }
            if let toDo = statement.toDo, statement.notice == .attention {
                terminal.line("      → \(toDo.printable)")
            }
        }
    }

    private func quote(_ finding: Finding, _ analysis: MeetingAnalysis) {
        let who = finding.participant.map { analysis.conversation.participants[$0].name } ?? "not known"
        let at = finding.time.map { Self.clock($0.start) } ?? "#\(finding.utterance + 1)"
        terminal.line(
            "      " + terminal.styled(at.leftPadded(to: 7), .dim) + "  " + styled(who.printable, finding.side) + ": “" + finding.quote.printable + "”"
        )
    }

    private func measures(_ measures: ConversationMeasures, analysis: MeetingAnalysis) {
        heading("Measures")
        if measures.basis == .words { terminal.line("  This file has no times; words stand in for time.") }
        terminal.line(terminal.styled("  who                       share    words    turns   questions", .dim))
        for (participant, own) in zip(analysis.conversation.participants, measures.participants) {
            terminal.line(row(participant.name.printable, own.speech, participant.side))
        }
        if let sides = measures.sides.value {
            terminal.line()
            terminal.line(row("Seller's side", sides.seller, .seller))
            terminal.line(row("Customer's side", sides.customer, .customer))
        }
        if let responses = measures.responses.missing { terminal.line("  Response between the sides: \(responses.sentence)") }
    }

    private func row(_ name: String, _ speech: SpeechMeasures, _ side: Side?) -> String {
        let share = speech.share.map { "\(Int(($0 * 100).rounded())) %" } ?? "–"
        let questions = speech.questions.map { String($0.total) } ?? "–"
        return "  " + styled(String(name.prefix(24)).padded(to: 25), side) + share.leftPadded(to: 6)
            + String(speech.words).leftPadded(to: 9) + String(speech.turns).leftPadded(to: 9) + questions.leftPadded(to: 12)
    }

    private func heading(_ text: String) {
        terminal.line()
        terminal.line(terminal.styled(text, .bold))
    }

    private func place(_ utterance: Int?, _ analysis: MeetingAnalysis) -> String {
        guard let utterance, analysis.conversation.utterances.indices.contains(utterance) else { return "" }
        return analysis.conversation.utterances[utterance].time.map { "  (\(Self.clock($0.start)))" } ?? "  (#\(utterance + 1))"
    }

    private func styled(_ text: String, _ side: Side?) -> String {
        switch side {
        case .seller: terminal.styled(text, .seller)
        case .customer: terminal.styled(text, .customer)
        case .thirdParty, nil: text
        }
    }

    /// Wrapped at 100 columns.
    private func paragraph(_ text: String, style: Terminal.Style? = nil) {
        var line = " "
        func flush() { terminal.line(style.map { terminal.styled(line, $0) } ?? line) }
        for word in text.printable.split(separator: " ") {
            if line.count + word.count + 1 > 100 {
                flush()
                line = " "
            }
            line += " " + word
        }
        flush()
    }
}
