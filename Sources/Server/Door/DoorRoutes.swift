import Covalence
import Foundation
import HTTPTypes
import Hummingbird
import SignIn
import Store
import Workbench

extension Site {
    /// The pages before the door.
    func addDoorRoutes(to router: Router<ServerContext>) {
        addSignInRoutes(to: router)
        addSetUpRoutes(to: router)
        addLinkRoutes(to: router)
        addProviderRoutes(to: router)
        addMeRoutes(to: router)
    }

    /// The workspaces that somebody can sign in to, oldest first. The demo is none.
    func openWorkspaces() async throws -> [Workbench] {
        var open: [Workbench] = []
        for bench in try await ownWorkspaces() where try await !bench.needsFirstSetUp() { open.append(bench) }
        return open
    }

    /// Every workspace but the demo, oldest first.
    func ownWorkspaces() async throws -> [Workbench] {
        var own: [Workbench] = []
        for record in try await benches.workspaces() {
            let bench = try await benches.bench(of: record.id)
            if !bench.settings.isDemo { own.append(bench) }
        }
        return own
    }

    /// The workspace that a link is of, found by asking each; links carry their secret only.
    func workspace<Found: Sendable>(
        of token: String, _ look: (Workbench) async throws -> Found
    ) async throws -> (bench: Workbench, found: Found) {
        var refusal = DoorProblem.link
        for bench in try await ownWorkspaces() {
            do {
                return (bench, try await look(bench))
            } catch let problem as DoorProblem {
                if problem == .isSetUp { refusal = problem }
            }
        }
        throw refusal
    }

    /// Lets somebody in: their browser keeps the session’s token from here on.
    func welcome(_ token: SecretToken, to bench: Workbench, _ path: String, _ context: ServerContext) -> Response {
        var response = Response.seeOther(LocalPath.checked(path))
        response.set(.session, SessionTicket(bench.workspace.id, token).text, context.came, seconds: Int(SessionLife.longest / 1000))
        response.remove(.visit, context.came)
        return response
    }

    /// What the browser calls itself.
    func browser(_ request: Request) -> String { String((request.headers[.userAgent] ?? "").prefix(200)) }

    private func addSignInRoutes(to router: Router<ServerContext>) {
        router.get("/sign-in") { request, context in
            let to = LocalPath.checked(FormFields.query(of: request)["to"])
            let open = try await openWorkspaces()
            guard !open.isEmpty else {
                // No 5xx: nothing is broken, and whoever waits for one would be called out at every first start.
                throw PageError(
                    status: 409, title: "Not set up yet",
                    advice: "Nobody can sign in yet. Open the link that Covalence printed when it started; starting it again prints a new one."
                )
            }
            return Response.html(pages(context).render(signInPage(open, to: to, chosen: nil)))
        }
        router.post("/sign-in") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let open = try await openWorkspaces()
            let chosen = form["workspace"]
            guard let bench = open.count == 1 ? open[0] : open.first(where: { "\($0.workspace.id)" == chosen }) else { return Response.seeOther("/sign-in") }
            var page = signInPage(open, to: LocalPath.checked(form["to"]), chosen: chosen)
            page.address = String((form["address"] ?? "").prefix(254))
            do {
                let outcome = try await bench.signIn(
                    address: form["address"] ?? "", password: form.raw("password") ?? "", code: form["code"], origin: context.came.origin,
                    browser: browser(request)
                )
                switch outcome {
                case .signedIn(let token, _): return welcome(token, to: bench, page.to, context)
                case .needsCode:
                    page.needsCode = true
                    page.problem = "Your account has one-time codes. Type the password once more, and the code."
                    return Response.html(pages(context).render(page))
                }
            } catch DoorProblem.wrongCode {
                page.needsCode = true
                page.codeProblem = DoorProblem.wrongCode.description
                return Response.html(pages(context).render(page), status: .unprocessableContent)
            } catch let problem as DoorProblem {
                page.needsCode = form.raw("code") != nil
                page.problem = problem.description
                return refusal(problem, pages(context).render(page))
            }
        }
        router.post("/sign-out") { request, context in
            let cookie = DoorCookie.session.value(in: request, isSecure: context.came.isSecure)
            if let ticket = SessionTicket(cookie) {
                try await benches.bench(of: ticket.workspace).signOut(ticket.token, origin: context.came.origin)
            }
            var response = Response.seeOther("/sign-in")
            response.remove(.session, context.came)
            return response
        }
    }

    /// The page again, with what went wrong.
    func refusal(_ problem: DoorProblem, _ page: String) -> Response {
        guard case .wait(let seconds) = problem else { return Response.html(page, status: .unprocessableContent) }
        var response = Response.html(page, status: .tooManyRequests)
        response.headers[.retryAfter] = String(seconds)
        return response
    }

    /// The page for signing in to one of these workspaces.
    func signInPage(_ open: [Workbench], to: String, chosen: String?) -> SignInPage {
        var page = SignInPage(to: to)
        let records = open.map(\.workspace)
        if records.count > 1 {
            page.workspaces = records.map { Choice(value: "\($0.id)", label: $0.name, isSelected: "\($0.id)" == chosen) }
        }
        if let door = provider {
            page.providers = records.map { record in
                (
                    "Sign in with \(door.name)" + (records.count > 1 ? " to \(record.name)" : ""),
                    "/sign-in/openid?workspace=\(record.id)&to=\(QueryText.encode(to))"
                )
            }
        }
        return page
    }

    private func addSetUpRoutes(to router: Router<ServerContext>) {
        router.get("/set-up") { request, context in
            let token = FormFields.query(of: request)["token"] ?? ""
            _ = try await workspace(of: token) { try await $0.checkSetUp(token: token) }
            return Response.html(pages(context).render(SetUpPage(token: token, policies: Self.policies(.analyse))))
        }
        router.post("/set-up") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let token = form["token"] ?? ""
            var page = SetUpPage(
                token: token, workspace: form["workspace"] ?? "", own: form["own"] ?? "", domains: form["domains"] ?? "",
                name: form["name"] ?? "", address: form["address"] ?? ""
            )
            let policy = form["policy"].flatMap(PrivacyPolicy.WithoutEverybodysConsent.init(rawValue:)) ?? .analyse
            page.policies = Self.policies(policy)
            let password = form.raw("password") ?? ""
            let (bench, _) = try await workspace(of: token) { try await $0.checkSetUp(token: token) }
            guard password == form.raw("again") else {
                page.passwordProblem = Self.notTheSame
                return Response.html(pages(context).render(page), status: .unprocessableContent)
            }
            do {
                let signedIn = try await bench.setUp(
                    token: token, workspaceName: page.workspace, name: page.name, address: page.address, password: password,
                    origin: context.came.origin, browser: browser(request)
                )
                let visitor = Visitor(signedIn.member, in: bench.workspace.id, session: signedIn.session.id, origin: context.came.origin)
                var settings = bench.settings
                settings.own = OwnCompany(names: Self.list(page.own), mailDomains: Self.list(page.domains).map { $0.lowercased() })
                try await bench.change(settings, by: visitor)
                if policy != settings.privacy.withoutEverybodysConsent { try await bench.changePrivacy(PrivacyPolicy(policy), by: visitor) }
                return welcome(signedIn.token, to: bench, "/", context)
            } catch let problem as DoorProblem {
                switch problem {
                case .password: page.passwordProblem = problem.description
                case .address: page.addressProblem = problem.description
                case .link, .isSetUp: throw problem
                default: page.problem = problem.description
                }
                return refusal(problem, pages(context).render(page))
            }
        }
    }

    static let notTheSame = "The two passwords are not the same. Type both again."

    private static func policies(_ chosen: PrivacyPolicy.WithoutEverybodysConsent) -> [Choice] {
        PrivacyPolicy.WithoutEverybodysConsent.allCases.map { Choice(value: $0.rawValue, label: $0.meaning, isSelected: $0 == chosen) }
    }

    /// `a, b` as two texts, at most twenty.
    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").prefix(20).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
    }
}
