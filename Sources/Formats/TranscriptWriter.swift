public import Covalence

/// Writes a transcript as our JSONL or as WebVTT, so that it can be read again with the same words, speakers and times.
public struct TranscriptWriter: Sendable {
    /// What is written.
    public var transcript: ParsedTranscript

    /// Writes what was read from a file.
    public init(_ transcript: ParsedTranscript) {
        self.transcript = transcript
    }

    /// Writes a version of a transcript from the record.
    public init(
        _ transcript: Transcript,
        title: String? = nil,
        startedAt: Timestamp? = nil,
        speakerHints: [String: SpeakerHint] = [:],
        timesEstimated: Bool = false
    ) {
        self.transcript = ParsedTranscript(
            format: .covalenceJSONL, title: title, startedAt: startedAt, language: transcript.language, speakers: transcript.speakers,
            speakerHints: speakerHints, utterances: transcript.utterances, timesEstimated: timesEstimated
        )
    }

    /// Covalence JSONL: a header, then one utterance a line, times in seconds with three decimals.
    public func jsonLines() -> String {
        var out = "{\"covalence\":\"transcript/1\""
        if let title = transcript.title { out += ",\"title\":" + Self.quoted(title) }
        if let startedAt = transcript.startedAt { out += ",\"startedAt\":" + Self.quoted(startedAt.description) }
        if let language = transcript.language { out += ",\"language\":" + Self.quoted(language) }
        if transcript.timesEstimated { out += ",\"timesEstimated\":true" }
        let silent = transcript.attendees.filter { !transcript.speakers.contains($0) }
        out += ",\"speakers\":[" + (transcript.speakers + silent).map(person).joined(separator: ",") + "]}\n"
        for utterance in transcript.utterances {
            out += "{\"speaker\":" + (label(utterance).map(Self.quoted) ?? "null")
            out += ",\"start\":" + (utterance.time.map { Self.seconds($0.start) } ?? "null")
            out += ",\"end\":" + (utterance.time.map { Self.seconds($0.end) } ?? "null")
            out += ",\"text\":" + Self.quoted(utterance.text) + "}\n"
        }
        return out
    }

    /// WebVTT with voice spans; nil where an utterance has no time, because a cue without one cannot be written.
    public func webVTT() -> String? {
        var out = "WEBVTT" + (Self.headerText(transcript.title).map { " - " + $0 } ?? "") + "\n"
        if let language = Self.headerText(transcript.language) { out += "Language: " + language + "\n" }
        for (index, utterance) in transcript.utterances.enumerated() {
            guard let time = utterance.time else { return nil }
            out += "\n\(index + 1)\n\(ClockTime.text(time.start)) --> \(ClockTime.text(time.end))\n"
            if let label = label(utterance) { out += "<v " + Self.escaped(label) + ">" }
            out += Self.escaped(utterance.text) + "\n"
        }
        return out
    }

    private func label(_ utterance: Utterance) -> String? {
        utterance.speaker.flatMap { transcript.speakers.indices.contains($0) ? transcript.speakers[$0] : nil }
    }

    private func person(_ label: String) -> String {
        var out = "{\"label\":" + Self.quoted(label)
        if let hint = transcript.speakerHints[label] {
            if let name = hint.name { out += ",\"name\":" + Self.quoted(name) }
            if let email = hint.email { out += ",\"email\":" + Self.quoted(email) }
            if let organization = hint.organization { out += ",\"organization\":" + Self.quoted(organization) }
            if let function = hint.function { out += ",\"function\":" + Self.quoted(function) }
            if let side = hint.side { out += ",\"side\":" + Self.quoted(side.rawValue) }
        }
        return out + "}"
    }

    private static func seconds(_ milliseconds: Int) -> String {
        let rest = String(abs(milliseconds % 1000))
        return (milliseconds < 0 ? "-" : "") + "\(abs(milliseconds / 1000))." + String(repeating: "0", count: 3 - rest.utf8.count) + rest
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case _ where scalar.value < 0x20: out += " "
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// The header knows no entities: what would end it is replaced.
    private static func headerText(_ text: String?) -> String? {
        text.flatMap { TextCleaning.label($0.utf8, limit: 500) }?.replacing("-->", with: "→")
    }

    private static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            // Read again, it could open a style override of SubStation Alpha.
            case "{": out += "&#123;"
            case _ where scalar.value < 0x20: out += " "
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
