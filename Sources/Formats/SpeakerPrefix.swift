/// Finds `Name: ` at the beginning of lines and decides, file by file, which of them are names.
///
/// Ordinary speech has colons too (“the question is: …”), so one line alone decides nothing ‡.
struct SpeakerPrefix {
    /// How often each possible label stands at the beginning of a line.
    private(set) var counts: [String: Int] = [:]
    /// Lines looked at.
    private(set) var lines = 0

    /// Label and words of a line that begins with something that could be a name and a colon.
    static func split(_ bytes: [UInt8], _ range: Range<Int>) -> (label: Range<Int>, words: Range<Int>)? {
        var index = range.lowerBound
        var spaces = 0
        let limit = min(range.upperBound, range.lowerBound + 250)
        while index < limit {
            switch bytes[index] {
            case 0x3A: // :
                let next = index + 1
                let ends = next >= range.upperBound || bytes[next] <= 0x20 || bytes[next] == 0x2A || bytes.has("\u{A0}", at: next)
                guard ends else { break }
                let label = bytes.trimmed(range.lowerBound..<index)
                return label.isEmpty ? nil : (label, bytes.trimmed(next..<range.upperBound))
            case 0xEF where bytes.has("\u{FF1A}", at: index): // the wide colon of Chinese and Japanese
                let label = bytes.trimmed(range.lowerBound..<index)
                return label.isEmpty ? nil : (label, bytes.trimmed((index + 3)..<range.upperBound))
            case 0x20:
                spaces += 1
                if spaces > 7 { return nil }
            case 0x21, 0x22, 0x3B, 0x3C, 0x3E, 0x3F, 0x7B, 0x7C, 0x7D, 0x0A, 0x0D: // ! " ; < > ? { | } and line ends
                return nil
            default: break
            }
            index += 1
        }
        return nil
    }

    /// Counts one line; `label` is cleaned, nil where the line has none.
    mutating func count(_ label: String?) {
        lines += 1
        if let label { counts[label, default: 0] += 1 }
    }

    /// The labels taken for names. `once` says whether a label that stands there a single time can be one.
    func names(once: Bool) -> Set<String> {
        var names: Set<String> = []
        for (label, count) in counts where count > 1 || once {
            if Self.looksLikeName(label) || (count > 2 && !label.unicodeScalars.contains(" ") && !Self.isStopword(label)) {
                names.insert(label)
            }
        }
        return names
    }

    /// Lines that begin with one of `names`.
    func covered(by names: Set<String>) -> Int {
        counts.reduce(0) { $0 + (names.contains($1.key) ? $1.value : 0) }
    }

    /// Whether a label is shaped like a person's name, a role or an id: “Anna Berg”, “iPhone (2)”, “SPEAKER_00”, “me003”.
    static func looksLikeName(_ label: String) -> Bool {
        guard label.unicodeScalars.count <= 80, !isStopword(label) else { return false }
        var capitals = 0
        let words = label.unicodeScalars.split(separator: " ")
        guard words.count <= 6 else { return false }
        for word in words {
            var letters = false
            var capital = false
            for scalar in word {
                let properties = scalar.properties
                if properties.isAlphabetic { letters = true }
                // Letters of scripts without case count as capitals.
                if scalar.properties.numericType != nil || (properties.isAlphabetic && !properties.isLowercase) { capital = true }
            }
            if capital {
                capitals += 1
            } else if letters, !particles.contains(String(word)) {
                return false
            }
        }
        return capitals > 0
    }

    private static let particles: Set<String> = [
        "von", "van", "de", "der", "den", "da", "di", "del", "della", "dos", "la", "le", "du", "al", "el", "bin", "ibn", "ter", "ten",
        "zu", "zur", "af", "of", "the", "and", "from", "at", "y", "e", "und", "och", "ja",
    ]

    private static func isStopword(_ label: String) -> Bool { stopwords.contains(label.lowercased()) }

    /// What begins a line with a colon behind it and is nobody's name.
    private static let stopwords: Set<String> = [
        "so", "and", "but", "yes", "no", "ok", "okay", "well", "also", "then", "now", "first", "second", "third", "note", "notes", "question",
        "example", "for example", "because", "that is", "i mean", "i said", "he said", "she said", "they said", "like", "remember", "warning",
        "subject", "from", "to", "cc", "bcc", "date", "time", "title", "meeting title", "location", "duration", "agenda", "attendees", "participants",
        "invited", "summary", "action items", "next steps", "keywords", "summary keywords", "speakers", "transcript", "language", "recording",
        "http", "https", "id", "meeting id", "passcode", "url", "link", "host", "organizer", "kind", "file", "version", "author", "description",
    ]
}
