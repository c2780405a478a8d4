import Covalence
import Store
import Workbench

/// A file on an account's or a person's page: what it is, and where it came in.
struct FileRow: ViewModel {
    /// The most that a page shows; the rest is reached by the history ‡.
    static let most = 20

    var file: HistoryFile
    /// Whether the visitor may open originals and recordings.
    var mayListen: Bool

    /// The files behind a history, newest first.
    static func rows(_ files: [HistoryFile], mayListen: Bool) -> [FileRow] {
        files.map { FileRow(file: $0, mayListen: mayListen) }
    }

    /// What a page with files shows of them.
    static func view(of files: [FileRow]) -> View {
        [
            "hasFiles": .flag(!files.isEmpty), "files": View.Value(Array(files.prefix(most))),
            "moreFiles": View.Value(files.count > most ? "And \(files.count - most) more, on the pages of the meetings." : nil),
        ]
    }

    var view: View {
        let row = HistoryRow(line: file.line)
        return [
            "file": .text(file.file.name), "what": .text(what), "size": .text(Self.size(file.file.bytes)), "href": View.Value(href),
            "isDownload": .flag(file.role == .original), "from": .text(file.line.title), "fromHref": .text(row.href),
            "day": View.Value(LocalTime.day(file.line.at).map(DayText.long)),
        ]
    }

    private var what: String {
        switch file.role {
        case .original: "transcript"
        case .recording: "recording"
        case nil: "source"
        }
    }

    /// Where the file itself is; nil where the visitor may not open it or it is not kept.
    private var href: String? {
        guard mayListen, case .meeting(let id) = file.line.subject, let role = file.role else { return nil }
        return "/meetings/\(id)/\(role.rawValue)"
    }

    private static func size(_ bytes: Int) -> String {
        switch bytes {
        case ..<1_000: "\(bytes) bytes"
        case ..<1_000_000: "\((bytes + 500) / 1_000) KB"
        default: "\((bytes + 500_000) / 1_000_000) MB"
        }
    }
}
