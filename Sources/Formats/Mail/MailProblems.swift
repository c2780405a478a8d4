/// The sentences about what is broken, each once, at most as many as the limit.
final class MailProblems {
    private(set) var sentences: [String] = []
    private var known: Set<String> = []
    private var more = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    func add(_ sentence: String) {
        guard !known.contains(sentence) else { return }
        guard sentences.count < limit else { return more += 1 }
        known.insert(sentence)
        sentences.append(sentence)
    }

    /// The sentences, and how many more there were.
    var all: [String] { more == 0 ? sentences : sentences + ["\(more) more problems are not listed."] }

    /// What the parser noticed, in words; nil for what does no harm. The numbers are those of `GMimeParserWarning`.
    static func sentence(code: Int, item: String?, offset: Int64) -> String? {
        let place = offset >= 0 ? " (at byte \(offset))" : ""
        let value = item.map { " “\($0)”" } ?? ""
        return switch code {
        case 1, 10: "The header field\(value) occurs more than once\(place)."
        case 2, 11: "A parameter occurs more than once in a header field\(value)\(place)."
        case 3: "A header field holds letters that are not encoded\(place); they were guessed to be UTF-8 or Windows-1252."
        case 4: "A content type cannot be read\(place)."
        case 5: "An encoded word in a header field is broken\(place)."
        case 6: "A multipart has no parts\(place)."
        case 7: "The message breaks off\(place)."
        case 8: "The message is malformed\(place)."
        case 9: "A line among the header fields is none\(place); it was left out."
        case 12: "A multipart does not say what divides its parts\(place); they were not read."
        case 13: "A parameter of a header field cannot be read\(place)."
        case 14: "A list of addresses cannot be read in full\(place)."
        case 15: "Parts are nested too deep\(place); the inner ones were not read."
        case 16: "A part has no content\(place)."
        case 17: "A part has neither header fields nor content\(place)."
        default: nil
        }
    }
}
