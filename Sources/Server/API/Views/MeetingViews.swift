import Covalence
import Formats
import MeetingInteraction
import Store
import Workbench

/// A meeting and its parts as JSON.
enum MeetingViews {
    static let side = Schema.choice(Side.self)

    static let participant = Schema.object("Participant", "Somebody in a meeting.", [
        .required("id", .id), .required("name", .text()), .optional("side", side, "Missing while nobody said."), .optional("organization", .text()),
        .optional("function", .text()), .optional("person", .id, "The person of the record, once known."),
        .required("consent", .map(.choice(Consent.self)), "What they agreed to, by purpose; missing: not known."),
        .required("labels", .list(.text()), "The labels in the file they are behind."),
    ])

    static func participant(_ participant: Participant, in cast: Cast) -> JSONValue {
        .object([
            "id": .of(participant.id), "name": .text(participant.name), "side": .of(participant.side?.rawValue), "organization": .of(participant.organization),
            "function": .of(participant.function), "person": .of(participant.person),
            "consent": .object(participant.consent.sorted { $0.key.rawValue < $1.key.rawValue }.map { .init(name: $0.key.rawValue, value: .text($0.value.rawValue)) }),
            "labels": .texts(cast.labels(of: participant.id)),
        ])
    }

    static let cast = Schema.object("Cast", "Who is behind which label of a meeting.", [
        .required("version", .count, "Larger after every change."), .required("participants", .list(participant)),
        .required("reassigned", .map(.id), "Utterances, counted from 0, that were said by somebody else than their label says."),
        .required("author", .text()), .required("madeAt", .time), .optional("restores", .count, "The version that was gone back to."),
    ])

    static func cast(_ version: CastVersion) -> JSONValue {
        .object([
            "version": .integer(version.version), "participants": .list(version.cast.participants.map { participant($0, in: version.cast) }),
            "reassigned": .object(version.cast.reassigned.sorted { $0.key < $1.key }.map { .init(name: "\($0.key)", value: .text($0.value.description)) }),
            "author": .text(version.author.name), "madeAt": .of(version.madeAt), "restores": .of(version.restores),
        ])
    }

    static let meeting = Schema.object("OpenMeeting", "A meeting with what is known of it beside its words.", [
        .required("id", .id), .required("version", .count, "Larger after every change."), .required("transcriptVersion", .count), .required("castVersion", .count),
        .required("title", .text()), .optional("startedAt", .time), .required("recordedAt", .time), .optional("durationMilliseconds", .count),
        .required("utterances", .count), .required("words", .count), .optional("language", .text(), "BCP 47."),
        .required("participants", .list(participant)), .required("openQuestions", .count, "Participants of whom nobody said on which side they were."),
        .optional("outcome", outcome), .required("accounts", .list(.id), "The accounts it belongs to."), .required("hasRecording", .boolean),
        .required("files", .list(file)), .required("wordsKept", .choice(WordsKept.self)), .required("hasPseudonyms", .boolean, "Whether names are replaced for this token."),
        .required("isFiction", .boolean), .optional("note", .text()),
    ])
    static let outcome = Schema.object("Outcome", "Whether a meeting led on, as a person said.", [
        .required("advanced", .boolean), .optional("to", .text(200), "To what."),
    ])
    static let file = Schema.object("File", "A file of a meeting.", [
        .required("role", .choice(MeetingFile.Role.self)), .required("name", .text()), .required("bytes", .large), .required("mediaType", .text()),
        .required("receivedAt", .time),
    ])

    static func meeting(_ open: OpenMeeting) -> JSONValue {
        let summary = open.summary, cast = open.cast.cast
        return .object([
            "id": .of(summary.id), "version": .integer(summary.version), "transcriptVersion": .integer(summary.transcriptVersion),
            "castVersion": .integer(summary.castVersion), "title": .text(summary.meeting.title), "startedAt": .of(summary.meeting.startedAt),
            "recordedAt": .of(summary.meeting.recordedAt), "durationMilliseconds": .of(summary.duration), "utterances": .integer(summary.utterances),
            "words": .integer(summary.words), "language": .of(summary.language), "participants": .list(cast.participants.map { participant($0, in: cast) }),
            "openQuestions": .integer(summary.openQuestions),
            "outcome": open.outcome.map { .object(["advanced": .boolean($0.advanced), "to": .of($0.to)]) },
            "accounts": open.hasPseudonyms ? [] : .ids(summary.accounts), "hasRecording": .boolean(summary.hasRecording),
            "files": .list(open.files.map { file in
                .object([
                    "role": .text(file.role.rawValue), "name": .text(file.file.name), "bytes": .integer(file.file.bytes), "mediaType": .text(file.file.mediaType),
                    "receivedAt": .of(file.file.receivedAt),
                ])
            }),
            "wordsKept": .text(open.wordsKept.rawValue), "hasPseudonyms": .boolean(open.hasPseudonyms), "isFiction": .boolean(summary.meeting.isFiction),
            "note": open.hasPseudonyms ? nil : .of(summary.meeting.note),
        ])
    }

    static let utterance = Schema.object("Utterance", "What was said without a pause for somebody else.", [
        .required("index", .count, "Counted from 0."), .required("position", .count, "Where it begins in the text, in Unicode scalars: what findings point at."),
        .optional("label", .text(), "The label in the file."), .optional("participant", .id, "Who said it, once known."),
        .optional("startMilliseconds", .count), .optional("endMilliseconds", .count), .required("text", .text()),
        .optional("act", .text(), "What it does, as the engine reads it."), .optional("question", .text(), "Which sort of question it is."),
    ])

    static func utterance(_ stored: StoredUtterance, speakers: [String], cast: Cast) -> JSONValue {
        let label = stored.utterance.speaker.flatMap { speakers.indices.contains($0) ? speakers[$0] : nil }
        return .object([
            "index": .integer(stored.index), "position": .integer(stored.position), "label": .of(label),
            "participant": .of(cast.reassigned[stored.index] ?? label.flatMap { cast.labels[$0] }),
            "startMilliseconds": .of(stored.utterance.time?.start), "endMilliseconds": .of(stored.utterance.time?.end), "text": .text(stored.utterance.text),
            "act": .of(stored.act?.act.rawValue), "question": .of(stored.act?.question?.rawValue),
        ])
    }

    static let wordsVersion = Schema.object("WordsVersion", "A version of a meeting’s words.", [
        .required("id", .id), .required("version", .count), .optional("corrects", .id), .optional("language", .text()), .required("utterances", .count),
        .required("words", .count), .optional("engine", .text()), .required("author", .text()), .required("madeAt", .time),
    ])

    static func version(_ version: TranscriptVersion) -> JSONValue {
        .object([
            "id": .of(version.id), "version": .integer(version.version), "corrects": .of(version.corrects), "language": .of(version.language),
            "utterances": .integer(version.utterances), "words": .integer(version.words), "engine": .of(version.engine), "author": .text(version.author.name),
            "madeAt": .of(version.madeAt),
        ])
    }

    static let finding = Schema.object("Finding", "Something the rules read in a meeting, with the words it rests on.", [
        .required("id", .text(200), "Names it in this meeting: kind and place."), .optional("claim", .id, "Its claim: what is decided on."),
        .optional("standing", .choice(Standing.self), "Of its claim."), .required("kind", .choice(FindingKind.self)), .required("title", .text()),
        .optional("section", .text()), .optional("side", side), .optional("participant", .id), .required("utterance", .count, "Counted from 0."),
        .required("quote", .text()), .optional("startMilliseconds", .count), .optional("endMilliseconds", .count),
        .required("strength", .number, "0 to 1."), .required("attributes", .map(.text())), .optional("agreed", .boolean), .required("isConfirmed", .boolean),
        .required("rule", .text()), .required("provenance", .text(), "† from the literature, ‡ ours."), .required("engine", .text()),
    ])

    static func finding(_ finding: Finding, in open: OpenMeeting) -> JSONValue {
        let claim = open.claims[finding.id], participants = open.analysis.conversation.participants
        return .object([
            "id": .text(finding.id), "claim": .of(claim?.id), "standing": .of(claim?.standing.rawValue), "kind": .text(finding.kind.rawValue),
            "title": .text(finding.kind.title), "section": .of(finding.kind.section?.rawValue), "side": .of(finding.side?.rawValue),
            "participant": .of(finding.participant.map { participants[$0].id }), "utterance": .integer(finding.utterance), "quote": .text(finding.quote),
            "startMilliseconds": .of(finding.time?.start), "endMilliseconds": .of(finding.time?.end), "strength": .number(finding.strength),
            "attributes": .object(finding.attributes.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: .text($0.value)) }),
            "agreed": finding.agreed.map { .boolean($0) }, "isConfirmed": .boolean(finding.isConfirmed), "rule": .text(finding.rule.statement),
            "provenance": .text(finding.rule.provenance.mark), "engine": .text(finding.engine),
        ])
    }

    static let suggestion = Schema.object("SpeakerSuggestion", "What can be supposed about the person behind a label.", [
        .required("label", .text()), .optional("name", .text()), .optional("side", side), .optional("organization", .text()), .optional("function", .text()),
        .optional("person", .id), .required("reasons", .list(.text()), "Why, in sentences."),
    ])

    static func suggestion(_ suggestion: SpeakerSuggestion) -> JSONValue {
        .object([
            "label": .text(suggestion.label), "name": .of(suggestion.name), "side": .of(suggestion.side?.rawValue), "organization": .of(suggestion.organization),
            "function": .of(suggestion.function), "person": .of(suggestion.person), "reasons": .texts(suggestion.reasons.map(\.sentence)),
        ])
    }
}
