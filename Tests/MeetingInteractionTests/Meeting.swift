import Covalence
import Foundation
import Language
import MeetingInteraction

/// A small meeting written by hand: lines of `S: …` (seller), `C: …` (customer), `D: …` (a second customer), `X: …` (side not known).
struct Meeting {
    var conversation: Conversation
    var acts: [TaggedAct]?

    /// - Parameters:
    ///   - script: one utterance a line.
    ///   - times: whether utterances carry times: 400 ms a word, one after the other.
    ///   - sides: whether S and C have their sides.
    init(_ script: String, times: Bool = true, sides: Bool = true, language: String? = "en") {
        var clock = 0
        var utterances: [Utterance] = []
        let labels = ["S", "C", "D", "X"]
        for line in script.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let speaker = labels.firstIndex(of: parts[0].trimmingCharacters(in: .whitespaces)) else { continue }
            let text = parts[1].trimmingCharacters(in: .whitespaces)
            let length = 400 * max(1, text.split(separator: " ").count)
            utterances.append(Utterance(speaker: speaker, time: times ? TimeSpan(start: clock, end: clock + length) : nil, text: text))
            clock += length + 200
        }
        let transcript = Transcript(id: Identifier(UUID()), language: language, speakers: labels, utterances: utterances)
        let known: [String: Side] = sides ? ["S": .seller, "C": .customer, "D": .customer] : [:]
        let participants = labels.map { Participant(id: Identifier(UUID()), name: $0 == "S" ? "Sanna" : $0, side: known[$0]) }
        var byLabel: [String: Identifier<Participant>] = [:]
        for (label, participant) in zip(labels, participants) { byLabel[label] = participant.id }
        conversation = Conversation(transcript: transcript, cast: Cast(participants: participants, labels: byLabel))
        acts = utterances.map {
            $0.text.hasSuffix("?") ? TaggedAct(act: .question, question: $0.text.hasPrefix("How do") ? .open : .yesNo)
                : TaggedAct(act: ["mm-hmm", "yeah"].contains($0.text.lowercased()) ? .backchannel : .statement)
        }
    }

    static let recognizer: Result<LexiconRecognizer, any Error> = Result {
        guard let lexicon = try Lexicon.meetingInteraction("en") else { throw CocoaError(.fileNoSuchFile) }
        return try LexiconRecognizer(lexicon)
    }

    /// The reading with the English lexicon and acts by question marks.
    func read(_ settings: MeetingSettings = MeetingSettings()) throws -> MeetingReading {
        let recognizer = try Self.recognizer.get()
        let marks = recognizer.marks(in: conversation, acts: acts)
        return MeetingReading.read(
            conversation, annotations: Annotations(acts: acts, marks: marks, engine: recognizer.engine), settings: settings
        )
    }

    /// The reading where nothing reads the language.
    func readWithoutWords() -> MeetingReading {
        MeetingReading.read(conversation, annotations: Annotations(acts: nil, marks: nil, engine: "none"))
    }
}

extension MeetingReading {
    func statement(_ id: String) -> Statement? { sections.flatMap(\.statements).first { $0.id == id } }
    func kinds(at utterance: Int) -> Set<FindingKind> { Set(findings.filter { $0.utterances.contains(utterance) }.map(\.kind)) }
}
