import Covalence
import Store
import Workbench

/// Names of topics. What somebody may watch is theirs only: workspace and visitor are part of the name, and never taken from an address.
enum LiveTopic {
    /// The import of a file that a visitor sends; the page that sends it makes the token up.
    static func upload(_ token: String, _ workspace: Identifier<Workspace>, _ visitor: Visitor) -> String {
        let who = switch visitor.identity {
        case .member(let id): "\(id)"
        case .operatorAtTerminal: "terminal"
        case .system: "system"
        case .nobody: "nobody"
        }
        return "\(workspace)/\(who)/upload-\(token)"
    }

    /// The jobs of a workspace, for its administrators.
    static func jobs(_ workspace: Identifier<Workspace>) -> String { "\(workspace)/jobs" }

    /// Whether a text may stand in a topic's name: up to 64 small letters, digits and hyphens.
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || $0 == 45 }
    }

    /// The topic that an address asks for; nil where there is none of this name.
    static func asked(_ name: String, _ workspace: Identifier<Workspace>, _ visitor: Visitor) -> String? {
        if name == "jobs" { return visitor.may(.administer) ? jobs(workspace) : nil }
        return uploadToken(name).map { upload($0, workspace, visitor) }
    }

    /// The token of an upload that an address asks for; nil where it asks for something else.
    static func uploadToken(_ name: String) -> String? {
        guard name.hasPrefix("upload-") else { return nil }
        let token = String(name.dropFirst(7))
        return isToken(token) ? token : nil
    }
}
