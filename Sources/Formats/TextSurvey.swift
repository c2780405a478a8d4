/// What the lines of a whole file have in common: where the names stand, and which of them are names.
struct TextSurvey {
    enum Layout {
        /// A line with name and time, the words below it.
        case headings
        /// A name with a colon, or a time, before the words.
        case labels
    }

    /// Nil where nothing holds the lines together: not a transcript.
    private(set) var layout: Layout?
    /// The labels that are names.
    private(set) var names: Set<String> = []
    /// Lines that hold a time and nothing else.
    private(set) var stamps = 0
    /// Lines that begin an utterance.
    private(set) var utterances = 0
    /// Whether most headings have Otter's wide gap before the time.
    private(set) var looksLikeOtter = false
    private var takesBareTimes = false
    private var takesTimedWords = false

    init(_ bytes: [UInt8], _ lines: [TextLine], _ limits: TranscriptLimits) {
        var prefixes = SpeakerPrefix()
        var headings = 0
        var wide = 0
        var timed = 0
        var bareTimed = 0
        for (index, line) in lines.enumerated() {
            switch line.shape {
            case .labelled:
                prefixes.count(line.label.flatMap { TextCleaning.label(bytes[$0], limit: limits.maxLabelScalars) })
            case .heading:
                prefixes.count(nil)
                // The last line of a file is nobody's heading.
                if index + 1 < lines.count, Self.isHeading(bytes, line, limits) {
                    headings += 1
                    if line.wideGap { wide += 1 }
                }
            case .time:
                stamps += 1
            case .timed:
                prefixes.count(nil)
                timed += 1
                if !line.bracketed { bareTimed += 1 }
            case .words:
                prefixes.count(nil)
            }
        }
        let all = max(1, prefixes.lines)
        // Names that stand there once are believed where three lines in five have a name: elsewhere they may be the words of
        // somebody who lists things (“Speed: …”), unless they have two words or a number ‡.
        let often = prefixes.names(once: true)
        let sure = prefixes.names(once: false).union(often.filter { $0.utf8.contains { $0 == 0x20 || $0.isDigit } })
        names = prefixes.covered(by: often) * 5 >= all * 3 ? often : sure
        let labelled = prefixes.covered(by: names)
        if headings > 0, headings > labelled {
            layout = .headings
            utterances = headings
            looksLikeOtter = wide * 2 > headings
        } else if labelled > 0, labelled * 3 >= all || (labelled >= 4 && labelled >= names.count * 2) {
            layout = .labels
            utterances = labelled
            takesTimedWords = bareTimed * 3 >= all
        } else if timed * 2 >= all, timed > 1 || timed - bareTimed > 0 {
            layout = .labels
            names = []
            utterances = timed
            takesTimedWords = true
        } else if stamps > 1, stamps * 5 >= lines.count {
            // Otter without names: a time, the words below it.
            layout = .headings
            names = []
            utterances = stamps
            takesBareTimes = true
            looksLikeOtter = true
        }
    }

    /// Whether times on lines of their own are too few to say when an utterance began ‡: fewer than five for six utterances.
    var stampsAreCoarse: Bool { stamps > 0 && stamps * 6 < utterances * 5 }

    /// Whether an utterance begins with this line.
    func begins(_ bytes: [UInt8], _ line: TextLine, _ limits: TranscriptLimits) -> Bool {
        switch (layout, line.shape) {
        case (.headings, .heading): !takesBareTimes && Self.isHeading(bytes, line, limits)
        case (.headings, .time): takesBareTimes || looksLikeOtter
        case (.labels, .labelled):
            line.label.flatMap { TextCleaning.label(bytes[$0], limit: limits.maxLabelScalars) }.map(names.contains) == true || (line.start != nil && line.bracketed)
        case (.labels, .timed): line.bracketed || takesTimedWords
        default: false
        }
    }

    private static func isHeading(_ bytes: [UInt8], _ line: TextLine, _ limits: TranscriptLimits) -> Bool {
        guard let range = line.label, let label = TextCleaning.label(bytes[range], limit: limits.maxLabelScalars) else { return false }
        // “Wed, Mar 4 9:30AM • 45:20” is a line about the recording.
        guard !label.unicodeScalars.contains(where: { $0 == ":" || $0 == "•" }) else { return false }
        return line.wideGap || SpeakerPrefix.looksLikeName(label)
    }
}
