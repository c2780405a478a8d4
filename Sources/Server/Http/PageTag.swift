import Covalence
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Store
import Workbench

/// The ETag of a page that shows nothing but the workspace: the same tag means the same page, byte for byte.
///
/// It is made of everything that goes into such a page: the program and its templates, who asks and with which form token, the
/// address, and the workspace's version, which rises with every change to anything in it. Browsers are still told to keep nothing
/// (`SecurityHeaders`); whoever keeps a page in memory may ask with `If-None-Match` and costs the server next to nothing.
struct PageTag {
    /// Begins anew with every start: another program may write other pages.
    private static let start = UUID().uuidString

    let text: String
    let workspace: Identifier<Workspace>
    /// Of the workspace.
    let version: Int

    /// Nil where the version of the workspace is not known: nobody signed in.
    init?(_ request: Request, _ context: ServerContext) {
        guard let guest = context.guest, let version = guest.visitor.workspaceVersion, let member = guest.visitor.member else { return nil }
        let visitor = guest.visitor
        workspace = guest.bench.workspace.id
        self.version = version
        // The form token follows from the session; without one it is itself part of the page.
        let who = visitor.session.map { "\($0)" } ?? context.formToken.text
        let parts = [
            Self.start, "\(version)", "\(member)", visitor.role.rawValue, visitor.name, visitor.workspace.map { "\($0)" } ?? "", who,
            request.headers[.hxRequest] ?? "", request.uri.string,
        ]
        text = "\"" + Data(SHA256.hash(data: Data(parts.joined(separator: "\0").utf8)).prefix(18)).base64EncodedString() + "\""
    }

    /// The answer to who has the page already; nil to all others.
    func notModified(_ request: Request) -> Response? {
        guard let known = request.headers[.ifNoneMatch] else { return nil }
        if known == text { return Response(status: .notModified, headers: [.eTag: text]) }
        let tags = known.split(separator: ",").map { $0.drop { $0 == " " || $0 == "W" || $0 == "/" } }
        guard tags.contains(where: { $0 == text || $0 == "*" }) else { return nil }
        return Response(status: .notModified, headers: [.eTag: text])
    }
}
