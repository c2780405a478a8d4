import Foundation

/// Languages by name, as an English page shows them.
enum LanguageName {
    /// `English` for `en`; the tag itself where it has no name here.
    static func text(_ tag: String) -> String {
        names.first { $0.0 == tag }?.1 ?? names.first { tag.hasPrefix($0.0 + "-") }.map { "\($0.1) (\(tag))" } ?? tag
    }

    /// What a person can choose from; another one that is set stays in the list.
    static func choices(_ chosen: String?) -> [Choice] {
        var tags = names.map(\.0)
        if let chosen, !tags.contains(chosen) { tags.insert(chosen, at: 0) }
        return [Choice(value: "", label: "not known", isSelected: chosen == nil)]
            + tags.map { Choice(value: $0, label: text($0), isSelected: $0 == chosen) }
    }

    private static let names = [
        ("en", "English"), ("da", "Danish"), ("nl", "Dutch"), ("et", "Estonian"), ("fi", "Finnish"), ("fr", "French"), ("de", "German"),
        ("it", "Italian"), ("no", "Norwegian"), ("nb", "Norwegian Bokmål"), ("pl", "Polish"), ("pt", "Portuguese"), ("ru", "Russian"),
        ("es", "Spanish"), ("sv", "Swedish"), ("ar", "Arabic"), ("zh", "Chinese"), ("he", "Hebrew"), ("ja", "Japanese"), ("ko", "Korean"),
    ]
}
