/// Collects the segments of Whisper's, faster-whisper's, whisper.cpp's and WhisperX's JSON.
///
/// Shape: `{"language", "segments": [{"start", "end", "text", "speaker", "words": [{"word", "start", "end", "speaker"}]}]}`
/// with times in seconds; whisper.cpp: `{"transcription": [{"offsets": {"from", "to"}, "text"}]}` with milliseconds.
struct WhisperJSON {
    struct Word {
        var text = ""
        var start: Int?
        var end: Int?
        var speaker: String?
    }

    struct Segment {
        var start: Int?
        var end: Int?
        var text = ""
        var speaker: String?
        var words: [Word] = []
        var line = 1
    }

    let limits: TranscriptLimits
    private(set) var segments: [Segment] = []
    private(set) var language: String?
    /// Whether a list of segments was there, empty or not.
    private(set) var sawList = false
    private var hasWordSegments = false
    private var open: Segment?

    init(limits: TranscriptLimits) {
        self.limits = limits
    }

    /// Takes a member of the outermost object; false where it is not one of Whisper's.
    mutating func read(_ key: String, _ reader: inout JSONReader) throws(JSONFault) -> Bool {
        switch key {
        case "segments", "transcription":
            guard reader.kind() == .array else { return false }
            try readSegments(&reader)
        case "language":
            language = try reader.string()
        case "result":
            var found: String?
            try reader.object { (key, reader) throws(JSONFault) in
                if key == "language" { found = try reader.string() } else { try reader.skip() }
            }
            language = found ?? language
        case "word_segments":
            hasWordSegments = true
            try reader.skip()
        default: return false
        }
        return true
    }

    /// Takes a list of segments.
    mutating func readSegments(_ reader: inout JSONReader) throws(JSONFault) {
        sawList = true
        try reader.array { (reader) throws(JSONFault) in
            guard segments.count <= limits.maxUtterances else { return try reader.skip() }
            _ = reader.kind()
            open = Segment(line: reader.line())
            try reader.object { (key, reader) throws(JSONFault) in
                try readMember(key, &reader)
            }
            closeOpen()
        }
    }

    /// Keeps a segment in which the file broke off, if its words had come.
    mutating func closeOpen() {
        if let segment = open, !segment.text.isEmpty || segment.start != nil { segments.append(segment) }
        open = nil
    }

    private mutating func readMember(_ key: String, _ reader: inout JSONReader) throws(JSONFault) {
        switch key {
        case "start": open?.start = try reader.number().map(JSONTranscripts.milliseconds)
        case "end": open?.end = try reader.number().map(JSONTranscripts.milliseconds)
        case "text": open?.text = try reader.string() ?? ""
        case "speaker": open?.speaker = try reader.identifier()
        case "words":
            var words: [Word] = []
            try reader.array { (reader) throws(JSONFault) in
                var word = Word()
                try reader.object { (key, reader) throws(JSONFault) in
                    switch key {
                    case "word", "text": word.text = try reader.string() ?? ""
                    case "start": word.start = try reader.number().map(JSONTranscripts.milliseconds)
                    case "end": word.end = try reader.number().map(JSONTranscripts.milliseconds)
                    case "speaker": word.speaker = try reader.identifier()
                    default: try reader.skip()
                    }
                }
                words.append(word)
            }
            // Only a change of speaker makes the words matter.
            if words.contains(where: { $0.speaker != nil && $0.speaker != words.first?.speaker }) { open?.words = words }
            if let speaker = words.first(where: { $0.speaker != nil })?.speaker, open?.speaker == nil { open?.speaker = speaker }
        case "offsets":
            try reader.object { (key, reader) throws(JSONFault) in
                switch key {
                case "from": open?.start = try reader.number().map { JSONTranscripts.milliseconds($0 / 1000) }
                case "to": open?.end = try reader.number().map { JSONTranscripts.milliseconds($0 / 1000) }
                default: try reader.skip()
                }
            }
        default: try reader.skip()
        }
    }

    /// Makes utterances of the segments; says which of the two formats it was.
    func add(to builder: inout TranscriptBuilder) throws(TranscriptFileError) -> TranscriptFormat {
        builder.language = language.flatMap { builder.label($0.utf8) }
        var hasSpeakers = hasWordSegments
        for segment in segments {
            if segment.speaker != nil { hasSpeakers = true }
            let parts = Self.parts(of: segment)
            for part in parts {
                if let start = part.start {
                    guard builder.accepts(start: start, end: part.end, line: segment.line) else { continue }
                } else if part.end != nil || !part.text.isEmpty {
                    builder.report(segment.line, .missingTime, skipped: false, "the segment has no start; its words have no time")
                }
                var speaker: Int?
                if let label = part.speaker.flatMap({ builder.label($0.utf8) }) { speaker = try builder.speaker(label, line: segment.line) }
                try builder.add(speaker: speaker, start: part.start, end: part.start == nil ? nil : part.end, raw: part.text.utf8, line: segment.line)
            }
        }
        return hasSpeakers ? .whisperX : .whisper
    }

    /// The segment cut where its words change speaker. A word without a speaker goes with the one before it.
    static func parts(of segment: Segment) -> [Segment] {
        guard !segment.words.isEmpty else { return [segment] }
        let text = Array(segment.text.utf8)
        var parts: [Segment] = []
        var cuts: [Int] = []
        var position = 0
        var located = true
        var current = segment.words.first { $0.speaker != nil }?.speaker ?? segment.speaker
        for word in segment.words {
            let speaker = word.speaker ?? current
            let bytes = Array(word.text.utf8)
            let found = find(bytes[bytes.trimmed(0..<bytes.count)], in: text, from: position)
            if parts.isEmpty || speaker != current {
                parts.append(Segment(start: word.start, end: word.end, speaker: speaker, line: segment.line))
                cuts.append(parts.count == 1 ? 0 : found ?? position)
                current = speaker
            }
            let last = parts.count - 1
            parts[last].start = parts[last].start ?? word.start
            parts[last].end = word.end ?? parts[last].end
            if !word.text.isEmpty { parts[last].text += (parts[last].text.isEmpty || word.text.hasPrefix(" ") ? "" : " ") + word.text }
            if let found { position = found + bytes.trimmed(0..<bytes.count).count } else { located = false }
        }
        // The segment's own text has the right spaces, also where a language writes none; the words are the second best.
        if located {
            for index in parts.indices {
                let end = index + 1 < cuts.count ? cuts[index + 1] : text.count
                parts[index].text = String(decoding: text[cuts[index]..<max(cuts[index], end)], as: UTF8.self)
            }
        }
        if let last = parts.indices.last {
            parts[0].start = parts[0].start ?? segment.start
            parts[last].end = parts[last].end ?? segment.end
            for index in parts.indices {
                if parts[index].start == nil { parts[index].start = index > 0 ? parts[index - 1].end ?? parts[index - 1].start : segment.start }
                if let start = parts[index].start { parts[index].end = max(parts[index].end ?? start, start) }
            }
        }
        return parts
    }

    /// Words stand close behind one another; a search that went further could make a long text quadratic.
    private static func find(_ word: ArraySlice<UInt8>, in text: [UInt8], from position: Int) -> Int? {
        guard !word.isEmpty, position + word.count <= text.count else { return nil }
        for start in position...min(position + 64, text.count - word.count) where text[start..<(start + word.count)] == word { return start }
        return nil
    }
}
