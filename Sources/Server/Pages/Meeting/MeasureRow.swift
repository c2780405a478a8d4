import Covalence

/// One measure in the table, with what it says in plain words.
struct MeasureRow: ViewModel {
    var name: String
    var seller = "–"
    var customer = "–"
    /// A value of the whole meeting, in the place of two.
    var both: String?
    var meaning: String

    var view: View {
        ["name": .text(name), "seller": .text(seller), "customer": .text(customer), "both": View.Value(both), "meaning": .text(meaning)]
    }
}

/// One person's measures.
struct SpeakerRow: ViewModel {
    var name: String
    var side: Side?
    var talk: String
    var words: String
    var turns: String
    var questions: String
    var longest: String

    var view: View {
        let view: View = [
            "name": .text(name), "talk": .text(talk), "words": .text(words), "turns": .text(turns), "questions": .text(questions),
            "longest": .text(longest),
        ]
        return view.merging(SideLabel(side: side).view)
    }
}
