/// One line of text in a list.
struct Line: ViewModel, Hashable {
    var text: String
    var view: View { ["text": .text(text)] }
}
