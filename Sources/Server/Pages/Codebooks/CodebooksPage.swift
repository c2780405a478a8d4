import Covalence
import Workbench

/// The codebooks of the workspace.
struct CodebooksPage: PageModel {
    static let template = "codebooks/list"

    var lines: [CodebookLine]
    /// Whether the visitor may write codebooks, and decide with them.
    var mayEdit: Bool
    var mayTeach: Bool
    var waiting = 0

    var view: View {
        PageFrame(title: "Codebooks", waiting: waiting).view.merging([
            "mayEdit": .flag(mayEdit),
            "codebooks": .list(lines.map { line -> View in
                [
                    "href": .text("/codebooks/\(line.name)"), "name": .text(line.name), "title": .text(line.title), "codes": .text(line.codes == 1 ? "1 code" : "\(line.codes) codes"),
                    "version": View.Value(line.version), "isOwn": .flag(line.isOwn), "isBuiltIn": .flag(line.isBuiltIn), "mayTeach": .flag(mayTeach),
                    "made": View.Value(line.madeAt.map { time in "\(line.author?.isolated ?? "somebody"), \(LocalTime.text(time))" }),
                ]
            }),
        ])
    }
}
