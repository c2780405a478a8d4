import Covalence
import Foundation

/// What was written, as a talk of its paragraphs: so it is cut into passages as talk is.
struct WrittenWords {
    /// The paragraphs; without what is quoted of an earlier message, and without what stands below a signature's line.
    let transcript: Transcript
    /// Which participant speaks in each paragraph, by index; nil where nobody is named.
    let speakers: [Int?]

    /// - Parameter interaction: a chat has “Name: words” a line; all else is the words of who sent it, where that is one.
    init(_ interaction: Interaction) {
        let senders = interaction.participants.indices.filter { interaction.participants[$0].part == .from }
        let sender = interaction.kind == .mail && senders.count == 1 ? senders.first : nil
        var utterances: [Utterance] = [], speakers: [Int?] = []
        for line in Self.kept((interaction.text ?? "").split(whereSeparator: \.isNewline).map(String.init)) {
            var text = line, speaker = sender
            if interaction.kind == .chat, let (place, words) = Self.said(line, by: interaction.participants) { (speaker, text) = (place, words) }
            utterances.append(Utterance(speaker: nil, text: text))
            speakers.append(speaker)
        }
        transcript = Transcript(id: Identifier(interaction.id.uuid), speakers: [], utterances: utterances)
        self.speakers = speakers
    }

    private static func kept(_ lines: [String]) -> [String] {
        var kept: [String] = []
        for line in lines.map({ $0.trimmingCharacters(in: .whitespaces) }) {
            if line == "--" || line.hasPrefix("-----Original") || line.hasPrefix("On ") && line.hasSuffix("wrote:") { break }
            if !line.isEmpty, !line.hasPrefix(">") { kept.append(line) }
        }
        return kept
    }

    private static func said(_ line: String, by participants: [Interaction.Participation]) -> (Int, String)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let name = line[..<colon].trimmingCharacters(in: .whitespaces)
        guard !name.isEmpty, let place = participants.firstIndex(where: { $0.name?.caseInsensitiveCompare(name) == .orderedSame || $0.name?.hasPrefix(name + " ") == true }) else { return nil }
        return (place, line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
    }
}
