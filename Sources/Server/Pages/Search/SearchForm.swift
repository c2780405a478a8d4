import Covalence
import Foundation
import MeetingInteraction
import Store
import Workbench

/// What somebody put into the search form; the texts as they wrote them.
struct SearchForm: Hashable, Sendable {
    var words = ""
    var way = Find.Way.both
    var speaker = ""
    var side: Side?
    var code = ""
    var account: Identifier<Organization>?
    var from = ""
    var to = ""
    var language = ""

    init() {}

    /// - Throws: `PageError` where a date or an account is none.
    init(_ query: FormFields) throws {
        words = query["words"] ?? ""
        way = query["way"].flatMap(Find.Way.init(rawValue:)) ?? .both
        speaker = query["speaker"] ?? ""
        side = query["side"].flatMap(Side.init(rawValue:))
        code = query["code"].flatMap(FindingKind.init(rawValue:))?.rawValue ?? ""
        from = query["from"] ?? ""
        to = query["to"] ?? ""
        language = String((query["language"] ?? "").prefix(40))
        if let text = query["account"], !text.isEmpty {
            guard let id = Identifier<Organization>(text) else {
                throw PageError(status: 400, title: "This is not an account", advice: "Choose one from the list.")
            }
            account = id
        }
    }

    /// Whether anything but words is asked for.
    var isNarrowed: Bool { !pairs.isEmpty }

    /// Where it is looked for.
    func filter() throws -> FindFilter {
        FindFilter(
            speaker: SpeakerFilter(name: speaker.isEmpty ? nil : String(speaker.prefix(200)), side: side), code: code.isEmpty ? nil : code, account: account,
            from: try Self.day(from).flatMap { LocalTime.timestamp(day: $0, clock: nil) },
            before: try Self.day(to).flatMap { LocalTime.timestamp(day: CalendarDay(daysSince1970: $0.daysSince1970 + 1), clock: nil) },
            language: language.isEmpty ? nil : language
        )
    }

    private static func day(_ text: String) throws -> CalendarDay? {
        guard !text.isEmpty else { return nil }
        guard let day = CalendarDay(text) else {
            throw PageError(status: 400, title: "This is not a date", advice: "“\(text.prefix(40))” is not a date. Write it as 2026-03-04.")
        }
        return day
    }

    /// What narrows, by the names of the form.
    private var pairs: [(String, String)] {
        [
            ("speaker", speaker), ("side", side?.rawValue ?? ""), ("code", code), ("account", account?.description ?? ""), ("from", from), ("to", to), ("language", language),
        ].filter { !$0.1.isEmpty }
    }

    /// `&side=seller…` for addresses.
    var query: String { pairs.map { "&\($0)=\(QueryText.encode($1))" }.joined() }

    /// - Parameter accounts: those to choose from.
    func view(accounts: [Choice]) -> View {
        let kinds = FindingKind.allCases.filter { ![.productTalk, .needTalk, .smallTalk].contains($0) }
        let codes = kinds.map { Choice(value: $0.rawValue, label: $0.title, isSelected: $0.rawValue == code) }
        let sides = Side.allCases.map { Choice(value: $0.rawValue, label: SideLabel(side: $0).word, isSelected: $0 == side) }
        let languages = LanguageName.choices(language.isEmpty ? nil : language).dropFirst()
        let chosen = [speaker, side.map { SideLabel(side: $0).word } ?? "", codes.first(where: \.isSelected)?.label ?? "", accounts.first(where: \.isSelected)?.label ?? "", from, to, language]
        return [
            "words": .text(words), "ways": .list(Find.Way.allCases.map { Choice(value: $0.rawValue, label: Self.word($0), isSelected: $0 == way).view }),
            "speaker": .text(speaker), "sides": View.Value(sides), "codes": View.Value(codes), "accounts": View.Value(accounts), "hasAccounts": .flag(!accounts.isEmpty),
            "from": .text(from), "to": .text(to), "languages": View.Value(Array(languages)), "isNarrowed": .flag(isNarrowed),
            "filterSummary": .text(chosen.filter { !$0.isEmpty }.joined(separator: " · ")), "wideHref": .text("/search?words=\(QueryText.encode(words))"),
        ]
    }

    static func word(_ way: Find.Way) -> String {
        switch way {
        case .both: "words and meaning"
        case .words: "words"
        case .meaning: "meaning"
        }
    }
}
