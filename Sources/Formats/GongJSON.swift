import Covalence

/// Collects calls of Gong's interface: `callTranscripts[].transcript[]` with sentences in milliseconds, and where the
/// file has them `calls[].metaData` and `calls[].parties[]`, which give title, start, names, addresses and affiliation.
struct GongJSON {
    struct Sentence {
        var speaker: String?
        var start: Int?
        var end: Int?
        var text = ""
        var line = 1
    }

    struct Party {
        var speaker: String?
        var hint = SpeakerHint()
    }

    struct Call {
        var id: String?
        var sentences: [Sentence] = []
    }

    let limits: TranscriptLimits
    private(set) var calls: [Call] = []
    private var open: Call?
    private var parties: [Party] = []
    private var title: String?
    private var started: String?
    private var language: String?
    private var descriptions: Set<String> = []
    private var count = 0

    init(limits: TranscriptLimits) {
        self.limits = limits
    }

    /// Whether no call was found.
    var isEmpty: Bool { calls.isEmpty }

    /// Takes a member of the outermost object; false where it is not one of Gong's.
    mutating func read(_ key: String, _ reader: inout JSONReader) throws(JSONFault) -> Bool {
        switch key {
        case "callTranscripts":
            try reader.array { (reader) throws(JSONFault) in try readCall(&reader) }
        case "calls":
            try reader.array { (reader) throws(JSONFault) in
                try reader.object { (key, reader) throws(JSONFault) in
                    if try !readDescription(key, &reader) { try reader.skip() }
                }
            }
        case "transcript":
            guard reader.kind() == .array else { return false }
            var call = calls.popLast() ?? Call()
            let id = call.id
            open = call
            try readTranscript(&reader)
            call = open ?? call
            call.id = id
            open = nil
            calls.append(call)
        case "callId":
            let id = try reader.identifier()
            if calls.isEmpty { calls.append(Call()) }
            calls[calls.count - 1].id = id
        default: return try readDescription(key, &reader)
        }
        return true
    }

    /// Keeps a call in which the file broke off.
    mutating func closeOpen() {
        if let call = open { calls.append(call) }
        open = nil
    }

    private mutating func readCall(_ reader: inout JSONReader) throws(JSONFault) {
        open = Call()
        try reader.object { (key, reader) throws(JSONFault) in
            switch key {
            case "callId": open?.id = try reader.identifier()
            case "transcript": try readTranscript(&reader)
            default: if try !readDescription(key, &reader) { try reader.skip() }
            }
        }
        closeOpen()
    }

    private mutating func readTranscript(_ reader: inout JSONReader) throws(JSONFault) {
        try reader.array { (reader) throws(JSONFault) in
            var speaker: String?
            let first = open?.sentences.count ?? 0
            try reader.object { (key, reader) throws(JSONFault) in
                switch key {
                case "speakerId":
                    speaker = try reader.identifier()
                    // The id may stand behind the sentences.
                    for index in first..<max(first, open?.sentences.count ?? 0) { open?.sentences[index].speaker = speaker }
                case "sentences":
                    try reader.array { (reader) throws(JSONFault) in
                        _ = reader.kind()
                        var sentence = Sentence(speaker: speaker, line: reader.line())
                        try reader.object { (key, reader) throws(JSONFault) in
                            switch key {
                            case "start": sentence.start = try reader.number().map { JSONTranscripts.milliseconds($0 / 1000) }
                            case "end": sentence.end = try reader.number().map { JSONTranscripts.milliseconds($0 / 1000) }
                            case "text": sentence.text = try reader.string() ?? ""
                            default: try reader.skip()
                            }
                        }
                        count += 1
                        if count <= limits.maxUtterances + 1 { open?.sentences.append(sentence) }
                    }
                default: try reader.skip()
                }
            }
        }
    }

    private mutating func readDescription(_ key: String, _ reader: inout JSONReader) throws(JSONFault) -> Bool {
        switch key {
        case "metaData":
            try reader.object { (key, reader) throws(JSONFault) in
                switch key {
                case "id": if let id = try reader.identifier() { descriptions.insert(id) }
                case "title": title = try reader.string()
                case "started": started = try reader.string()
                case "language": language = try reader.string()
                default: try reader.skip()
                }
            }
        case "parties":
            guard reader.kind() == .array else { return false }
            try reader.array { (reader) throws(JSONFault) in
                let party = try Self.party(&reader)
                if parties.count <= limits.maxSpeakers { parties.append(party) }
            }
        default: return false
        }
        return true
    }

    private static func party(_ reader: inout JSONReader) throws(JSONFault) -> Party {
        var party = Party()
        try reader.object { (key, reader) throws(JSONFault) in
            switch key {
            case "speakerId": party.speaker = try reader.identifier()
            case "name": party.hint.name = try reader.string()
            case "emailAddress": party.hint.email = try reader.string()
            case "title": party.hint.function = try reader.string()
            case "affiliation": party.hint.affiliation = (try reader.string()).flatMap { SpeakerHint.Affiliation(rawValue: $0.lowercased()) }
            default: try reader.skip()
            }
        }
        return party
    }

    /// Makes utterances of the one call.
    func add(to builder: inout TranscriptBuilder) throws(TranscriptFileError) -> TranscriptFormat {
        let spoken = calls.filter { !$0.sentences.isEmpty }
        guard spoken.count <= 1 else {
            let ids = spoken.prefix(5).map { $0.id.flatMap { builder.label($0.utf8) } ?? "without id" }.joined(separator: ", ")
            throw TranscriptFileError(
                kind: .severalCalls, file: builder.file,
                reason: "The file holds \(spoken.count) calls (\(ids)\(spoken.count > 5 ? ", …" : "")); a file is one meeting.",
                advice: "Export each call to a file of its own, with one entry in callTranscripts."
            )
        }
        let labels = describe(&builder)
        if descriptions.count > 1 {
            builder.notes.append("The file describes \(descriptions.count) calls and has the words of one; title and start may belong to another.")
        }
        for sentence in spoken.first?.sentences ?? [] {
            if let start = sentence.start, !builder.accepts(start: start, end: sentence.end, line: sentence.line) { continue }
            var speaker: Int?
            if let id = sentence.speaker, let label = labels[id] ?? builder.label(id.utf8) { speaker = try builder.speaker(label, line: sentence.line) }
            try builder.add(
                speaker: speaker, start: sentence.start, end: sentence.start == nil ? nil : sentence.end,
                raw: sentence.text.utf8, line: sentence.line
            )
        }
        return .gong
    }

    /// Takes over title, start and people; gives the label for each speaker id. Two people of one name stay two.
    private func describe(_ builder: inout TranscriptBuilder) -> [String: String] {
        builder.title = title.flatMap { builder.label($0.utf8) }
        builder.startedAt = started.flatMap { Timestamp(iso8601: $0) }
        builder.language = language.flatMap { builder.label($0.utf8) }
        var labels: [String: String] = [:]
        var used: Set<String> = []
        for party in parties {
            guard let name = builder.label((party.hint.name ?? party.hint.email ?? party.speaker ?? "").utf8) else { continue }
            var label = name
            var number = 2
            while used.contains(label), number < 1000 {
                label = "\(name) (\(number))"
                number += 1
            }
            used.insert(label)
            if let id = party.speaker { labels[id] = label }
            var hint = party.hint
            hint.name = hint.name.flatMap { builder.label($0.utf8) }
            if hint.name == label { hint.name = nil }
            hint.email = hint.email.flatMap { builder.label($0.utf8) }
            hint.function = hint.function.flatMap { builder.label($0.utf8) }
            builder.hints[label] = hint
            builder.attendees.append(label)
        }
        return labels
    }
}
