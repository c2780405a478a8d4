import Covalence
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import SignIn
import Store
import Workbench

extension Site {
    /// What links lead to that came by mail or were handed over: invitations and new passwords.
    func addLinkRoutes(to router: Router<ServerContext>) {
        router.get("/invitation") { request, context in
            let token = FormFields.query(of: request)["token"] ?? ""
            let (_, details) = try await workspace(of: token) { try await $0.invitation(token) }
            return Response.html(pages(context).render(invitationPage(details, token)))
        }
        router.post("/invitation") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let token = form["token"] ?? ""
            let (bench, details) = try await workspace(of: token) { try await $0.invitation(token) }
            var page = invitationPage(details, token)
            page.name = form["name"] ?? ""
            return try await choose(form, &page, context) { password in
                let signedIn = try await bench.acceptInvitation(
                    token: token, name: form["name"] ?? "", password: password, origin: context.came.origin, browser: browser(request)
                )
                return welcome(signedIn.token, to: bench, "/", context)
            }
        }
        router.get("/reset") { request, context in
            let token = FormFields.query(of: request)["token"] ?? ""
            let (_, member) = try await workspace(of: token) { try await $0.checkReset(token: token) }
            return Response.html(pages(context).render(resetPage(member.name, token)))
        }
        router.post("/reset") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            let token = form["token"] ?? ""
            let (bench, member) = try await workspace(of: token) { try await $0.checkReset(token: token) }
            var page = resetPage(member.name, token)
            return try await choose(form, &page, context) { password in
                try await bench.resetPassword(token: token, password: password, origin: context.came.origin)
                return .seeOther("/sign-in")
            }
        }
        router.get("/forgot") { _, context in Response.html(pages(context).render(ForgotPage(canMail: post != nil))) }
        router.post("/forgot") { request, context in
            let form = try await FormFields.body(of: request, context: context)
            guard let post else { return Response.html(pages(context).render(ForgotPage(canMail: false))) }
            guard let address = form["address"], address.utf8.count <= 254 else {
                return Response.html(pages(context).render(ForgotPage(canMail: true, problem: "Write your mail address.")), status: .unprocessableContent)
            }
            let came = context.came
            // After the answer: its time must not tell whether there is such a member.
            Task { [logger] in
                do { try await mailResets(to: address, came, post) } catch {
                    logger.warning("a mail was not sent", metadata: ["error": "\((error as? SMTPProblem)?.kind ?? "\(type(of: error))")"])
                }
            }
            let said = "If this address belongs to a member, a link is on its way. It works for one hour, once. Nothing came? Look among unwanted mail, then ask an administrator."
            return Response.html(pages(context).render(ForgotPage(canMail: true, said: said)))
        }
    }

    private func mailResets(to address: String, _ came: Arrival, _ post: Post) async throws {
        for bench in try await openWorkspaces() {
            guard let link = try await bench.requestReset(address: address, origin: came.origin) else { continue }
            let text = """
                Somebody, perhaps you, asked for a new password for Covalence, workspace “\(bench.workspace.name)”.

                \(came.address)/reset?token=\(link.token.text)

                The link works for one hour, once. If it was not you, do nothing: your password stays as it is.
                """
            // To the address that is stored, not to what was typed.
            try await post.send("A new password for Covalence", text, to: link.member.address)
        }
    }

    private func invitationPage(_ details: InvitationDetails, _ token: String) -> ChoosePasswordPage {
        ChoosePasswordPage(
            title: "Welcome to \(details.workspace)",
            lead: "You were invited as \(details.role.word.lowercased()). \(details.role.meaning) You will sign in with \(details.address).",
            action: "/invitation", button: "Begin", token: token, name: details.name,
            provider: provider.map { ("Sign in with \($0.name) instead", "/sign-in/openid?invitation=\(QueryText.encode(token))") }
        )
    }

    private func resetPage(_ name: String, _ token: String) -> ChoosePasswordPage {
        ChoosePasswordPage(
            title: "Choose a new password", lead: "For \(name). You are signed out everywhere, and sign in with the new one.",
            action: "/reset", button: "Save", token: token
        )
    }

    /// Takes a new password that was typed twice; the page again where it cannot be taken.
    private func choose(
        _ form: FormFields, _ page: inout ChoosePasswordPage, _ context: ServerContext, _ take: (String) async throws -> Response
    ) async throws -> Response {
        let password = form.raw("password") ?? ""
        guard password == form.raw("again") else {
            page.passwordProblem = Self.notTheSame
            return Response.html(pages(context).render(page), status: .unprocessableContent)
        }
        do {
            return try await take(password)
        } catch let problem as DoorProblem {
            switch problem {
            case .password: page.passwordProblem = problem.description
            case .link: throw problem
            default: page.problem = problem.description
            }
            return refusal(problem, pages(context).render(page))
        }
    }
}
