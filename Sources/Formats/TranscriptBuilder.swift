import Covalence

/// Collects what a format's reader finds and makes the transcript of it: limits, problems, order, estimated ends.
struct TranscriptBuilder {
    struct Entry {
        var speaker: Int?
        var start: Int?
        var end: Int?
        var text: String
    }

    let limits: TranscriptLimits
    let file: String?
    var title: String?
    var startedAt: Timestamp?
    var language: String?
    var hints: [String: SpeakerHint] = [:]
    var attendees: [String] = []
    var notes: [String] = []
    var timesEstimated = false
    private(set) var entries: [Entry] = []
    private(set) var problems: [CueProblem] = []
    private(set) var problemCount = 0
    private(set) var skippedCount = 0
    private var speakers: [String] = []
    private var indexOfSpeaker: [String: Int] = [:]
    private var lastStart = 0

    init(limits: TranscriptLimits, file: String?) {
        self.limits = limits
        self.file = file
    }

    /// A reason is only put together while problems are still listed: a file of 100 MB can have millions.
    mutating func report(_ line: Int, _ kind: CueProblem.Kind, skipped: Bool, _ reason: @autoclosure () -> String) {
        problemCount += 1
        if skipped { skippedCount += 1 }
        guard problems.count < limits.maxListedProblems else { return }
        problems.append(CueProblem(line: line, kind: kind, reason: reason(), skipped: skipped))
    }

    /// A name made fit to show; nil where nothing is left.
    func label(_ raw: some Collection<UInt8>) -> String? { TextCleaning.label(raw, limit: limits.maxLabelScalars) }

    /// The index of a cleaned label, new or known.
    mutating func speaker(_ label: String, line: Int) throws(TranscriptFileError) -> Int {
        if let index = indexOfSpeaker[label] { return index }
        guard speakers.count < limits.maxSpeakers else {
            throw TranscriptFileError(
                kind: .tooManySpeakers, file: file, line: line,
                reason: "There are more than \(limits.maxSpeakers) different speaker labels.",
                advice: "This is hardly one meeting. Check the export, or raise the limit on speakers."
            )
        }
        speakers.append(label)
        indexOfSpeaker[label] = speakers.count - 1
        return speakers.count - 1
    }

    /// Whether a start and an end can be used; reports why not.
    mutating func accepts(start: Int, end: Int?, line: Int) -> Bool {
        let latest = limits.maxTime
        if start < 0 || start > latest || (end ?? 0) < 0 || (end ?? 0) > latest {
            report(line, .absurdTime, skipped: true, "the time is below zero or beyond \(latest / 3_600_000) hours")
            return false
        }
        if let end, end < start {
            report(line, .endBeforeStart, skipped: true, "the end (\(ClockTime.text(end))) lies before the start (\(ClockTime.text(start)))")
            return false
        }
        if start < lastStart {
            let last = lastStart
            report(line, .goesBack, skipped: false, "the start (\(ClockTime.text(start))) lies before the one above (\(ClockTime.text(last))); put in order of time")
        }
        lastStart = start
        return true
    }

    /// Takes words; empty ones are reported and left out. Times have been accepted before.
    mutating func add(speaker: Int?, start: Int?, end: Int?, raw: some Collection<UInt8>, line: Int) throws(TranscriptFileError) {
        let (text, cut) = TextCleaning.words(raw, limit: limits.maxUtteranceScalars)
        guard !text.isEmpty else {
            report(line, .empty, skipped: true, "nothing is said here")
            return
        }
        if cut {
            let most = limits.maxUtteranceScalars
            report(line, .tooLong, skipped: false, "longer than \(most) characters; the rest was cut")
        }
        guard entries.count < limits.maxUtterances else {
            throw TranscriptFileError(
                kind: .tooManyUtterances, file: file, line: line,
                reason: "There are more than \(limits.maxUtterances) utterances.",
                advice: "Split the file, or raise the limit on utterances."
            )
        }
        entries.append(Entry(speaker: speaker, start: start, end: end, text: text))
    }

    /// The transcript, in order of time.
    mutating func finish(_ format: TranscriptFormat, _ decoding: TextDecoding) throws(TranscriptFileError) -> ParsedTranscript {
        guard !entries.isEmpty else {
            let first = problems.first.map { " The first problem: \($0.description)." } ?? ""
            throw TranscriptFileError(
                kind: .noUtterance, file: file, line: problems.first?.line,
                reason: "This looks like \(format.name), but nothing that was said could be read from it.\(first)",
                advice: "Check that the export is complete and try again."
            )
        }
        sortByStart()
        estimateEnds()
        var order: [Int?] = Array(repeating: nil, count: speakers.count)
        var labels: [String] = []
        var utterances: [Utterance] = []
        utterances.reserveCapacity(entries.count)
        for entry in entries {
            var speaker: Int?
            if let old = entry.speaker {
                if order[old] == nil {
                    order[old] = labels.count
                    labels.append(speakers[old])
                }
                speaker = order[old]
            }
            let time = entry.start.map { TimeSpan(start: $0, end: entry.end ?? $0) }
            utterances.append(Utterance(speaker: speaker, time: time, text: entry.text))
        }
        let known = Set(labels).union(attendees)
        return ParsedTranscript(
            format: format, encoding: decoding.encoding, title: title, startedAt: startedAt, language: language,
            speakers: labels, speakerHints: hints.filter { known.contains($0.key) && !$0.value.isEmpty }, attendees: attendees,
            utterances: utterances, timesEstimated: timesEstimated,
            problems: problems, problemCount: problemCount, skippedCount: skippedCount, notes: decoding.notes + notes
        )
    }

    /// Stable; an utterance without a time stays behind the one before it.
    private mutating func sortByStart() {
        var keys: [Int] = []
        keys.reserveCapacity(entries.count)
        var sorted = true
        var last = 0
        var highest = 0
        for entry in entries {
            last = entry.start ?? last
            keys.append(last)
            if last < highest { sorted = false }
            highest = max(highest, last)
        }
        guard !sorted else { return }
        let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
        entries = order.map { entries[$0] }
    }

    /// Gives starts without an end one ‡: 2.5 words a second, about 150 words a minute, and not past the next start.
    private mutating func estimateEnds() {
        guard entries.contains(where: { $0.start != nil && $0.end == nil }) else { return }
        timesEstimated = true
        notes.append("The file says when an utterance begins and not when it ends; ends are estimated from the number of words and the next start.")
        var next: Int?
        var later: Int?
        for index in entries.indices.reversed() {
            guard let start = entries[index].start else { continue }
            if let following = next, following > start { later = following }
            if entries[index].end == nil {
                let spoken = start + max(400, entries[index].text.utf8.wordCount * 400)
                entries[index].end = min(spoken, later ?? spoken)
            }
            next = start
        }
    }
}

extension Collection<UInt8> {
    /// Runs of bytes between spaces.
    var wordCount: Int {
        var words = 0
        var inside = false
        for byte in self {
            if byte == 0x20 { inside = false } else if !inside { inside = true; words += 1 }
        }
        return words
    }
}
