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
    private static let start = UUID()

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
        // In one piece: each piece would cost the hash more than its bytes do.
        var page: [UInt8] = []
        page.reserveCapacity(320)
        for id in [Self.start, member.uuid, visitor.session?.uuid, visitor.workspace?.uuid] {
            withUnsafeBytes(of: id?.uuid ?? UUID.zero) { page.append(contentsOf: $0) }
        }
        // The form token follows from the session; without one it is itself part of the page.
        let parts = [String(version), visitor.role.rawValue, visitor.name, visitor.session == nil ? context.formToken.text : "", request.headers[.hxRequest] ?? "", request.uri.string]
        for part in parts {
            page.append(contentsOf: part.utf8)
            // No text holds the byte that ends it.
            page.append(0xFF)
        }
        text = SHA256.hash(data: page).withUnsafeBytes { "\"" + Data($0.prefix(18)).base64EncodedString() + "\"" }
    }

    /// The answer to who has the page already; nil to all others.
    func notModified(_ request: Request) -> Response? {
        guard let known = request.headers[.ifNoneMatch] else { return nil }
        if known == text { return Response(status: .notModified, headers: [.eTag: text]) }
        let tags = known.split(separator: ",").map { $0.drop { $0 == " " || $0 == "W" || $0 == "/" } }
        guard tags.contains(where: { $0 == text }) else { return nil }
        return Response(status: .notModified, headers: [.eTag: text])
    }
}

extension UUID {
    /// In the place of one that is not there.
    fileprivate static let zero: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
}
