import Covalence

/// Words of a meeting with who said them and where.
struct Quote: ViewModel, Hashable {
    var moment: Moment
    var speaker: String
    var side: Side?
    /// What stands before the words in the same utterance; may be cut short.
    var before = ""
    /// The words that count.
    var words: String
    var after = ""
    /// Whether the words were corrected after the finding was made.
    var hasChanged = false

    var view: View {
        let view: View = [
            "speaker": .text(speaker), "before": .text(before), "words": .text(words), "after": .text(after), "changed": .flag(hasChanged),
        ]
        return view.merging(SideLabel(side: side).view).merging(moment.view)
    }
}
