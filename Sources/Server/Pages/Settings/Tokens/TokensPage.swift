import Covalence
import Store
import Workbench

/// Tokens of the API: one's own, one to make, and, for administrators, everybody's.
struct TokensPage: PageModel {
    static let template = "settings/tokens"

    /// The scopes that one's role allows something for.
    var scopes: [TokenScope]
    var own: [TokenLine]
    /// Other members’; nil for those who may not see them.
    var others: [TokenLine]?
    /// A token that was just made; shown this once.
    var secret: String?
    var chosen: Set<TokenScope> = [.read]
    var days = "90"
    var problems = FormProblems()
    var saved: String?
    var waiting = 0

    var view: View {
        PageFrame(title: "Tokens", waiting: waiting).view.merging([
            "secret": View.Value(secret), "saved": View.Value(saved), "own": .list(own.map { Self.view(of: $0) }), "isEmpty": .flag(own.isEmpty),
            "seesOthers": .flag(others != nil), "others": .list((others ?? []).map { Self.view(of: $0) }), "hasOthers": .flag(!(others ?? []).isEmpty),
            "scopes": .list(scopes.map { scope -> View in
                ["value": .text(scope.rawValue), "meaning": .text(scope.meaning), "selected": .flag(chosen.contains(scope))]
            }),
            "scopeProblem": View.Value(problems.problems["scope"]), "refusal": View.Value(problems.problems[""]),
            "name": .view(problems.field("name", "").view), "days": .view(problems.field("days", days).view), "mostDays": .text("\(TokenDraft.mostDays)"),
        ])
    }

    private static func view(of line: TokenLine) -> View {
        let token = line.token
        let state = token.revokedAt.map { "revoked \(LocalTime.text($0))" } ?? (line.isLive ? "ends \(LocalTime.text(token.expiresAt))" : "ended \(LocalTime.text(token.expiresAt))")
        return [
            "tokenID": .text("\(token.id)"), "tokenName": .text(token.name), "beginning": .text(token.beginning), "memberName": .text(line.member.name),
            "scopeNames": .text(token.scopes.joined(separator: ", ")), "made": .text(LocalTime.text(token.madeAt)), "state": .text(state), "isLive": .flag(line.isLive),
            "used": .text(token.lastUsedAt.map { "last used \(LocalTime.text($0))" } ?? "never used"),
        ]
    }
}
