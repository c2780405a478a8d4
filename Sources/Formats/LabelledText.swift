import Covalence

/// Reads transcripts as text: Google Meet's and Otter's exports and `Name: text` in its usual forms.
enum LabelledText {
    static func read(_ decoding: TextDecoding, builder: inout TranscriptBuilder) throws(TranscriptFileError) -> ParsedTranscript {
        let bytes = decoding.bytes
        let lines = try textLines(bytes, builder.limits, builder.file)
        let survey = TextSurvey(bytes, lines, builder.limits)
        guard let layout = survey.layout else { throw notRecognised(bytes, builder) }
        let marks = TextMarks(bytes, lines)
        readPreamble(bytes, lines, survey, marks, &builder)
        switch layout {
        case .headings: try readHeadings(bytes, lines, survey, marks, &builder)
        case .labels: try readLabels(bytes, lines, survey, marks, &builder)
        }
        let format: TranscriptFormat = marks.isGoogleMeet ? .googleMeet : marks.isOtter || survey.looksLikeOtter ? .otter : .plainText
        return try builder.finish(format, decoding)
    }

    /// Every line that is not blank. There may be four for each utterance that is allowed.
    private static func textLines(_ bytes: [UInt8], _ limits: TranscriptLimits, _ file: String?) throws(TranscriptFileError) -> [TextLine] {
        var lines: [TextLine] = []
        var cursor = LineCursor(bytes)
        while let line = cursor.next() {
            guard !bytes.trimmed(line).isEmpty else { continue }
            guard lines.count / 4 <= limits.maxUtterances else {
                throw TranscriptFileError(
                    kind: .tooManyUtterances, file: file, line: cursor.number,
                    reason: "There are more than \(lines.count - 1) lines.", advice: "Split the file, or raise the limit on utterances."
                )
            }
            lines.append(TextLine(bytes, line, number: cursor.number))
        }
        return lines
    }

    private static func notRecognised(_ bytes: [UInt8], _ builder: TranscriptBuilder) -> TranscriptFileError {
        let content = bytes.trimmed(0..<bytes.count)
        var lines = LineCursor(bytes, from: content.lowerBound)
        let first = lines.next().map { bytes.excerpt($0) } ?? ""
        return TranscriptFileError(
            kind: .notRecognised, file: builder.file, line: 1,
            reason: "This text is not a transcript of a known form: no times with an arrow, no lines that begin with a name and a colon. It begins with “\(first)”.",
            advice: TranscriptFileError.formatsRead
        )
    }

    /// What stands before the first utterance: title, start, the list of those present.
    private static func readPreamble(
        _ bytes: [UInt8], _ lines: [TextLine], _ survey: TextSurvey, _ marks: TextMarks, _ builder: inout TranscriptBuilder
    ) {
        var index = 0
        while index < lines.count, index < 60, !survey.begins(bytes, lines[index], builder.limits) {
            let line = lines[index]
            let content = line.content
            if TextMarks.isAttendees(bytes, content) {
                while index + 1 < lines.count, index < 60, !survey.begins(bytes, lines[index + 1], builder.limits),
                      !TextMarks.isSection(bytes, lines[index + 1].content), !TextMarks.isFooter(bytes, lines[index + 1].content) {
                    index += 1
                    addAttendees(bytes, lines[index].content, &builder)
                }
            } else if let label = line.label, line.shape == .labelled,
                      ["title", "meeting title", "subject"].contains(builder.label(bytes[label])?.lowercased() ?? "") {
                builder.title = builder.label(bytes[line.words])
            } else if TextMarks.isSection(bytes, content), bytes.isText("summary keywords", in: content) {
                index += 1
            } else if builder.startedAt == nil, let started = TextMarks.moment(bytes, content) {
                builder.startedAt = started
                if let title = TextMarks.title(bytes, content) { builder.title = builder.label(bytes[title]) }
            } else if let title = TextMarks.title(bytes, content) {
                builder.title = builder.label(bytes[title])
            } else if builder.title == nil, marks.isOtter || survey.looksLikeOtter, line.shape == .words, index == 0, !TextMarks.isSection(bytes, content) {
                builder.title = builder.label(bytes[content])
            }
            index += 1
        }
    }

    private static func addAttendees(_ bytes: [UInt8], _ range: Range<Int>, _ builder: inout TranscriptBuilder) {
        for part in bytes[range].split(separator: 0x2C) {
            guard builder.attendees.count < builder.limits.maxSpeakers else { return }
            // The list is short in any real file; looking it through keeps the order without a second set.
            if let name = builder.label(part), builder.attendees.count > 500 || !builder.attendees.contains(name) { builder.attendees.append(name) }
        }
    }

    /// `Name  0:05`, then words up to the next such line.
    private static func readHeadings(
        _ bytes: [UInt8], _ lines: [TextLine], _ survey: TextSurvey, _ marks: TextMarks, _ builder: inout TranscriptBuilder
    ) throws(TranscriptFileError) {
        var open: OpenUtterance?
        for line in lines {
            if TextMarks.isFooter(bytes, line.content) { continue }
            if survey.begins(bytes, line, builder.limits) {
                try flush(&open, &builder)
                var speaker: Int?
                if let label = line.label.flatMap({ builder.label(bytes[$0]) }) { speaker = try builder.speaker(label, line: line.number) }
                guard builder.accepts(start: line.start ?? 0, end: line.end, line: line.number) else { continue }
                open = OpenUtterance(speaker: speaker, start: line.start, end: line.end, line: line.number)
            } else if open != nil {
                open?.append(bytes[line.content])
            }
        }
        try flush(&open, &builder)
    }

    /// `Name: text`; a line without a name goes on with the one before it.
    private static func readLabels(
        _ bytes: [UInt8], _ lines: [TextLine], _ survey: TextSurvey, _ marks: TextMarks, _ builder: inout TranscriptBuilder
    ) throws(TranscriptFileError) {
        var open: OpenUtterance?
        var stamp: (time: Int, line: Int)?
        let stampsAreCoarse = survey.stampsAreCoarse
        for line in lines {
            if TextMarks.isFooter(bytes, line.content) || (marks.isGoogleMeet && TextMarks.isSection(bytes, line.content)) { continue }
            if line.shape == .time {
                if let start = line.start, !stampsAreCoarse { stamp = (start, line.number) }
            } else if survey.begins(bytes, line, builder.limits) {
                try flush(&open, &builder)
                let start = line.start ?? stamp?.time
                stamp = nil
                if let start, !builder.accepts(start: start, end: line.end, line: line.number) { continue }
                var speaker: Int?
                if line.shape == .labelled, let label = line.label.flatMap({ builder.label(bytes[$0]) }), survey.names.contains(label) {
                    speaker = try builder.speaker(label, line: line.number)
                    open = OpenUtterance(speaker: speaker, start: start, end: line.end, line: line.number)
                    open?.append(bytes[line.words])
                } else {
                    // A time and words: whose they are is not said.
                    open = OpenUtterance(speaker: nil, start: start, end: line.end, line: line.number)
                    open?.append(bytes[(line.label?.lowerBound ?? line.words.lowerBound)..<line.content.upperBound])
                }
            } else if open != nil {
                open?.append(bytes[line.content])
            }
        }
        try flush(&open, &builder)
        if stampsAreCoarse {
            builder.notes.append("""
                The file has a time only now and then (\(survey.stamps) times for \(survey.utterances) utterances); that is too coarse, \
                so the utterances have no times.
                """)
        }
    }

    private struct OpenUtterance {
        var speaker: Int?
        var start: Int?
        var end: Int?
        var line: Int
        var words: [UInt8] = []

        mutating func append(_ more: ArraySlice<UInt8>) {
            if !words.isEmpty { words.append(0x20) }
            words.append(contentsOf: more)
        }
    }

    private static func flush(_ open: inout OpenUtterance?, _ builder: inout TranscriptBuilder) throws(TranscriptFileError) {
        guard let utterance = open else { return }
        open = nil
        try builder.add(speaker: utterance.speaker, start: utterance.start, end: utterance.end, raw: utterance.words, line: utterance.line)
    }
}
