import Covalence
import Store
import Workbench

/// Who may know of a statement.
struct ConfidentialPage: PageModel {
    static let template = "confidential"

    var readers: ClaimReaders
    var what: String
    var backHref: String
    var waiting = 0

    private var claim: Claim { readers.claim }

    var view: View {
        let staying = Set(readers.staying.map(\.id)), named = claim.confidentialTo ?? []
        return PageFrame(title: "Who may know", waiting: waiting).view.merging([
            "what": .text(what), "author": .text(claim.author.name), "backHref": .text(backHref), "action": .text("/claims/\(claim.id)/confidential"),
            "isOpen": .flag(claim.confidentialTo == nil), "seen": .text(ContentTag(ofIDs: claim.confidentialTo).text),
            "maySay": .flag(readers.maySay), "staying": View.Value(nonEmpty: readers.staying.map(\.name).joined(separator: ", ")),
            "knowing": View.Value(nonEmpty: readers.members.filter { named.contains($0.id) }.map(\.name).joined(separator: ", ")),
            "members": View.Value(readers.members.filter { !staying.contains($0.id) }.map { Choice(value: "\($0.id)", label: $0.name, isSelected: named.contains($0.id)) }),
        ])
    }
}
