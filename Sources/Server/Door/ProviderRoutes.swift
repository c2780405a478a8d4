import Covalence
import Crypto
import Foundation
import Hummingbird
import SignIn
import Store
import Workbench

/// A provider that people may sign in with.
struct ProviderDoor: Sendable {
    var provider: OpenIDProvider
    /// What its link says.
    var name: String
    /// Seals what the browser keeps meanwhile; made anew at each start.
    private let key = SymmetricKey(size: .bits256)

    init(provider: OpenIDProvider, name: String) {
        self.provider = provider
        self.name = name
    }

    /// A sign-in that waits for the browser to come back.
    struct Waiting: Codable {
        var pending: PendingSignIn
        var workspace: Identifier<Workspace>
        var to: String
        /// The secret of the invitation that is accepted with it; nil for a sign-in.
        var invitation: String?
    }

    /// The sign-in as the cookie holds it: nobody but us can read or make it.
    func sealed(_ waiting: Waiting) throws -> String? {
        try AES.GCM.seal(JSONEncoder().encode(waiting), using: key).combined?.base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Reads a cookie; nil for anything that was not sealed by us since the start.
    func opened(_ cookie: String?) -> Waiting? {
        guard var text = cookie?.replacing("-", with: "+").replacing("_", with: "/") else { return nil }
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: text), let box = try? AES.GCM.SealedBox(combined: data), let plain = try? AES.GCM.open(box, using: key)
        else { return nil }
        return try? JSONDecoder().decode(Waiting.self, from: plain)
    }
}

extension Site {
    /// Signing in with an account at a provider.
    func addProviderRoutes(to router: Router<ServerContext>) {
        router.get("/sign-in/openid") { request, context in
            guard let door = provider else { throw PageError.notFound }
            let query = FormFields.query(of: request)
            let open = try await openWorkspaces()
            let chosen = open.count == 1 ? open[0] : open.first { "\($0.workspace.id)" == query["workspace"] }
            let invitation = query["invitation"]
            let bench: Workbench
            if let invitation {
                bench = try await workspace(of: invitation, { try await $0.invitation(invitation) }).bench
            } else if let chosen {
                bench = chosen
            } else {
                return Response.seeOther("/sign-in")
            }
            do {
                let started = try await door.provider.begin(redirect: context.came.address + "/sign-in/openid/callback")
                let waiting = ProviderDoor.Waiting(pending: started.pending, workspace: bench.workspace.id, to: LocalPath.checked(query["to"]), invitation: invitation)
                guard let sealed = try door.sealed(waiting) else { throw PageError.plain(500) }
                var response = Response.seeOther(started.address)
                response.set(.pending, sealed, context.came, seconds: Int(PendingSignIn.lifetime))
                return response
            } catch let problem as OpenIDError {
                return try await again(problem.description, context)
            }
        }
        router.get("/sign-in/openid/callback") { request, context in
            guard let door = provider else { throw PageError.notFound }
            let waiting = door.opened(DoorCookie.pending.value(in: request, isSecure: context.came.isSecure))
            var response: Response
            do {
                guard let waiting else { throw OpenIDError.otherSignIn }
                let callback = try OpenIDCallback(query: request.uri.query ?? "")
                let identity = try await door.provider.finish(callback, pending: waiting.pending)
                let bench = try await benches.bench(of: waiting.workspace)
                let (origin, browser) = (context.came.origin, browser(request))
                let signedIn = if let token = waiting.invitation {
                    try await bench.acceptInvitation(token: token, with: identity, origin: origin, browser: browser)
                } else {
                    try await bench.signIn(identity, origin: origin, browser: browser)
                }
                response = welcome(signedIn.token, to: bench, waiting.to, context)
            } catch let problem as OpenIDError {
                response = try await again(problem.description, context)
            } catch let problem as DoorProblem {
                response = try await again(problem.description, context)
            }
            // Used once, whatever came of it.
            response.remove(.pending, context.came)
            return response
        }
    }

    private func again(_ problem: String, _ context: ServerContext) async throws -> Response {
        var page = signInPage(try await openWorkspaces(), to: "/", chosen: nil)
        page.problem = problem
        return Response.html(pages(context).render(page), status: .unprocessableContent)
    }
}
