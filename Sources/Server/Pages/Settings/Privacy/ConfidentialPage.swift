import Covalence
import Store

/// Who may know of a statement.
struct ConfidentialPage: PageModel {
    static let template = "confidential"

    var claim: Claim
    var what: String
    var backHref: String
    var members: [Member]
    var waiting = 0

    var view: View {
        PageFrame(title: "Who may know", waiting: waiting).view.merging([
            "what": .text(what), "author": .text(claim.author.name), "backHref": .text(backHref), "action": .text("/claims/\(claim.id)/confidential"),
            "isOpen": .flag(claim.confidentialTo == nil), "seen": .text(ContentTag(ofIDs: claim.confidentialTo).text),
            "members": View.Value(members.map { Choice(value: "\($0.id)", label: $0.name, isSelected: claim.confidentialTo?.contains($0.id) ?? false) }),
        ])
    }
}
