/// Makes utterances of the cues of WebVTT (also Zoom's and Microsoft Teams') and SRT files.
enum CueReader {
    static func read(
        _ decoding: TextDecoding, isWebVTT: Bool, builder: inout TranscriptBuilder
    ) throws(TranscriptFileError) -> ParsedTranscript {
        let bytes = decoding.bytes
        let file = try CueFile(bytes, isWebVTT: isWebVTT, builder: &builder)
        builder.title = file.heading.flatMap { builder.label(bytes[$0]) }
        builder.language = file.language.flatMap { builder.label(bytes[$0]) }

        let limits = builder.limits
        let hasVoices = file.cues.contains { hasVoice(bytes, $0.payload) }
        let names = hasVoices ? [] : prefixNames(bytes, file.cues, builder.limits)
        var shared = 0
        for cue in file.cues {
            let pieces = names.isEmpty
                ? CueMarkup.pieces(bytes, cue.payload).map { Part(label: $0.voice.flatMap { TextCleaning.label($0, limit: limits.maxLabelScalars) }, words: $0.words) }
                : prefixed(bytes, cue.payload, names, limits)
            if pieces.count > 1 { shared += 1 }
            try add(pieces, of: cue, to: &builder)
        }
        if shared > 0 {
            builder.notes.append("\(shared) cues hold more than one speaker; the time of such a cue is divided by the number of words.")
        }
        if !names.isEmpty, isWebVTT { return try builder.finish(.zoomVTT, decoding) }
        if !isWebVTT { return try builder.finish(.srt, decoding) }
        return try builder.finish(hasVoices && file.teamsIDs * 2 > file.cues.count ? .teamsVTT : .webVTT, decoding)
    }

    private struct Part {
        var label: String?
        var words: [UInt8]
    }

    private static func hasVoice(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index + 2 < range.upperBound {
            if bytes[index] == 0x3C, bytes[index + 1].lowercasedASCII == 0x76, bytes[index + 2] <= 0x20 || bytes[index + 2] == 0x2E { return true }
            index += 1
        }
        return false
    }

    /// The names that stand before a colon; none unless they begin at least half of the cues ‡.
    private static func prefixNames(_ bytes: [UInt8], _ cues: [CueFile.Cue], _ limits: TranscriptLimits) -> Set<String> {
        var prefixes = SpeakerPrefix()
        for cue in cues {
            let payload = bytes.trimmed(cue.payload)
            guard !payload.isEmpty else { continue }
            let words = CueMarkup.pieces(bytes, payload).first?.words ?? []
            prefixes.count(SpeakerPrefix.split(words, 0..<words.count).flatMap { TextCleaning.label(words[$0.label], limit: limits.maxLabelScalars) })
        }
        let names = prefixes.names(once: true)
        return prefixes.covered(by: names) * 2 >= prefixes.lines ? names : []
    }

    /// The lines of a payload; each that begins with one of the names begins a part.
    private static func prefixed(_ bytes: [UInt8], _ payload: Range<Int>, _ names: Set<String>, _ limits: TranscriptLimits) -> [Part] {
        var parts: [Part] = []
        var lines = LineCursor(Array(CueMarkup.pieces(bytes, payload).flatMap(\.words)))
        while let line = lines.next() {
            let content = lines.bytes.trimmed(line)
            if let (label, words) = SpeakerPrefix.split(lines.bytes, content),
               let name = TextCleaning.label(lines.bytes[label], limit: limits.maxLabelScalars), names.contains(name) {
                parts.append(Part(label: name, words: Array(lines.bytes[words])))
            } else if parts.isEmpty {
                parts.append(Part(label: nil, words: Array(lines.bytes[content])))
            } else {
                parts[parts.count - 1].words.append(0x20)
                parts[parts.count - 1].words.append(contentsOf: lines.bytes[content])
            }
        }
        return parts.isEmpty ? [Part(label: nil, words: [])] : parts
    }

    /// Divides the time of a cue by words where several people speak in it ‡: given whole to each, it would be read as
    /// people talking over one another.
    private static func add(_ parts: [Part], of cue: CueFile.Cue, to builder: inout TranscriptBuilder) throws(TranscriptFileError) {
        let counts = parts.count > 1 ? parts.map { max(1, $0.words.wordCount) } : [1]
        let total = counts.reduce(0, +)
        var spoken = 0
        for (part, count) in zip(parts, counts) {
            let start = cue.start + (cue.end - cue.start) * spoken / total
            spoken += count
            let end = cue.start + (cue.end - cue.start) * spoken / total
            var speaker: Int?
            if let label = part.label { speaker = try builder.speaker(label, line: cue.line) }
            try builder.add(speaker: speaker, start: start, end: end, raw: part.words, line: cue.line)
        }
    }
}
