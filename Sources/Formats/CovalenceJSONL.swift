import Covalence

/// Our own format: an optional header line, then one utterance a line. docs/formats.md gives the schema.
enum CovalenceJSONL {
    static func read(_ decoding: TextDecoding, builder: inout TranscriptBuilder) throws(TranscriptFileError) -> ParsedTranscript {
        let bytes = decoding.bytes
        var lines = LineCursor(bytes)
        var first = true
        while let line = lines.next() {
            let content = bytes.trimmed(line)
            guard !content.isEmpty else { continue }
            var row = Row()
            do throws(JSONFault) {
                var reader = JSONReader(bytes, content, line: lines.number)
                guard reader.kind() == .object else { throw reader.fault("an object in braces was expected") }
                try reader.object { (key, reader) throws(JSONFault) in try row.read(key, &reader, builder.limits) }
                guard reader.kind() == .end else { throw reader.fault("something follows the object") }
            } catch {
                builder.report(lines.number, error.isTruncated ? .truncated : .malformed, skipped: true, "\(error.reason): “\(bytes.excerpt(content))”")
                continue
            }
            if first, let version = row.version {
                if version != "transcript/1" {
                    builder.notes.append("The header names the version “\(builder.label(version.utf8) ?? "")”; it is read as transcript/1.")
                }
                row.describe(&builder)
            } else {
                try row.add(to: &builder, line: lines.number)
            }
            first = false
        }
        return try builder.finish(.covalenceJSONL, decoding)
    }

    private struct Person {
        var label: String?
        var hint = SpeakerHint()
    }

    private struct Row {
        var version: String?
        var title: String?
        var startedAt: String?
        var language: String?
        var timesEstimated = false
        var people: [Person] = []
        var speaker: String?
        var start: Double?
        var end: Double?
        var hasUnreadableTime = false
        var text: String?

        mutating func read(_ key: String, _ reader: inout JSONReader, _ limits: TranscriptLimits) throws(JSONFault) {
            switch key {
            case "covalence": version = try reader.string()
            case "title": title = try reader.string()
            case "startedAt": startedAt = try reader.string()
            case "language": language = try reader.string()
            case "timesEstimated":
                let start = reader.position
                try reader.skip()
                timesEstimated = reader.bytes.first("true", in: start..<reader.position) != nil
            case "speakers":
                try reader.array { (reader) throws(JSONFault) in
                    let person = try Self.person(&reader)
                    if people.count < limits.maxSpeakers { people.append(person) }
                }
            case "speaker": speaker = try reader.identifier()
            case "start": start = try time(&reader)
            case "end": end = try time(&reader)
            case "text": text = try reader.string()
            default: try reader.skip()
            }
        }

        private mutating func time(_ reader: inout JSONReader) throws(JSONFault) -> Double? {
            let isNull = reader.kind() == .word && reader.bytes.has("null", at: reader.position)
            let value = try reader.number()
            if value == nil, !isNull { hasUnreadableTime = true }
            return value
        }

        private static func person(_ reader: inout JSONReader) throws(JSONFault) -> Person {
            var person = Person()
            try reader.object { (key, reader) throws(JSONFault) in
                switch key {
                case "label": person.label = try reader.string()
                case "name": person.hint.name = try reader.string()
                case "email": person.hint.email = try reader.string()
                case "organization": person.hint.organization = try reader.string()
                case "function": person.hint.function = try reader.string()
                case "side": person.hint.side = (try reader.string()).flatMap(Side.init)
                default: try reader.skip()
                }
            }
            return person
        }

        func describe(_ builder: inout TranscriptBuilder) {
            builder.title = title.flatMap { builder.label($0.utf8) }
            builder.language = language.flatMap { builder.label($0.utf8) }
            builder.startedAt = startedAt.flatMap { Timestamp(iso8601: $0) }
            if startedAt != nil, builder.startedAt == nil {
                builder.notes.append("The header's startedAt is not a time with a zone, such as 2026-03-04T09:30:00Z; it was passed over.")
            }
            builder.timesEstimated = timesEstimated
            for person in people {
                guard let label = (person.label ?? person.hint.name).flatMap({ builder.label($0.utf8) }) else { continue }
                var hint = person.hint
                hint.name = hint.name.flatMap { builder.label($0.utf8) }
                if hint.name == label { hint.name = nil }
                hint.email = hint.email.flatMap { builder.label($0.utf8) }
                hint.organization = hint.organization.flatMap { builder.label($0.utf8) }
                hint.function = hint.function.flatMap { builder.label($0.utf8) }
                if builder.hints[label] == nil { builder.attendees.append(label) }
                builder.hints[label] = hint
            }
        }

        func add(to builder: inout TranscriptBuilder, line: Int) throws(TranscriptFileError) {
            guard let text else { return builder.report(line, .malformed, skipped: true, "the line has no “text”") }
            if hasUnreadableTime {
                return builder.report(line, .unreadableTime, skipped: true, "“start” and “end” are numbers of seconds, or null")
            }
            let from = start.map(JSONTranscripts.milliseconds)
            let to = from == nil ? nil : end.map(JSONTranscripts.milliseconds)
            if let from, !builder.accepts(start: from, end: to, line: line) { return }
            var index: Int?
            if let label = speaker.flatMap({ builder.label($0.utf8) }) { index = try builder.speaker(label, line: line) }
            try builder.add(speaker: index, start: from, end: to, raw: text.utf8, line: line)
        }
    }
}
