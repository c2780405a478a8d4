import Covalence
import Foundation
import HTTPTypes
import Hummingbird
import SignIn
import Store
import Workbench

extension Site {
    /// One’s own account.
    func addMeRoutes(to router: Router<ServerContext>) {
        router.get("/me") { request, context in
            var page = try await mePage(context)
            page.notice = switch FormFields.query(of: request)["done"] {
            case "name": "Your name is saved."
            case "password": "Your password is changed. Everywhere else you are signed out."
            case "sessions": "Everywhere else you are signed out."
            case "codes-off": "One-time codes are off."
            default: nil
            }
            return Response.html(pages(context).render(page))
        }
        form("/me/name", router) { form, context in
            try await context.bench.changeOwnName(form["name"] ?? "", by: context.visitor)
            return .seeOther("/me?done=name")
        }
        form("/me/password", router) { form, context in
            guard form.raw("password") == form.raw("again") else {
                var page = try await mePage(context)
                page.passwordProblem = Self.notTheSame
                return Response.html(pages(context).render(page), status: .unprocessableContent)
            }
            do {
                try await context.bench.changePassword(from: form.raw("old") ?? "", to: form.raw("password") ?? "", by: context.visitor)
            } catch DoorProblem.password(let problem) {
                var page = try await mePage(context)
                page.passwordProblem = problem.description
                return Response.html(pages(context).render(page), status: .unprocessableContent)
            }
            return .seeOther("/me?done=password")
        }
        form("/me/codes", router) { _, context in
            var page = try await mePage(context)
            page.enrolment = .init(try await context.bench.beginOneTimeCodes(by: context.visitor))
            return Response.html(pages(context).render(page))
        }
        form("/me/codes/confirm", router) { form, context in
            let secret = form["secret"] ?? ""
            do {
                let codes = try await context.bench.confirmOneTimeCodes(
                    secret: secret, code: form["code"] ?? "", password: form.raw("password") ?? "", by: context.visitor
                )
                return try await shown(codes, context)
            } catch let problem as DoorProblem {
                var page = try await mePage(context)
                page.problem = problem.description
                page.enrolment = .init(try await context.bench.resumeOneTimeCodes(secret: secret, by: context.visitor))
                return refusal(problem, pages(context).render(page))
            }
        }
        form("/me/codes/recovery", router) { form, context in
            try await shown(try await context.bench.makeRecoveryCodes(password: form.raw("password") ?? "", by: context.visitor), context)
        }
        form("/me/codes/remove", router) { form, context in
            try await context.bench.removeOneTimeCodes(password: form.raw("password") ?? "", by: context.visitor)
            return .seeOther("/me?done=codes-off")
        }
        form("/me/sessions/end", router) { _, context in
            try await context.bench.signOutEverywhere(by: context.visitor)
            return .seeOther("/me?done=sessions")
        }
    }

    /// A form of this page; what it cannot do is said on the page.
    private func form(
        _ path: String, _ router: Router<ServerContext>, _ take: @escaping @Sendable (FormFields, ServerContext) async throws -> Response
    ) {
        router.post(RouterPath(path)) { request, context in
            do {
                return try await take(try await FormFields.body(of: request, context: context), context)
            } catch let problem as DoorProblem where problem != .notAMember {
                var page = try await mePage(context)
                page.problem = problem.description
                return refusal(problem, pages(context).render(page))
            }
        }
    }

    private func shown(_ codes: [RecoveryCode], _ context: ServerContext) async throws -> Response {
        var page = try await mePage(context)
        page.recoveryCodes = codes.map(\.text)
        return Response.html(pages(context).render(page))
    }

    private func mePage(_ context: ServerContext) async throws -> MePage {
        let account = try await context.bench.ownAccount(by: context.visitor)
        let left = account.recoveryCodesLeft
        return MePage(
            name: account.member.name, address: account.member.address, role: account.member.role.word.lowercased(), meaning: account.member.role.meaning,
            hasPassword: account.hasPassword, hasCodes: account.hasOneTimeCodes,
            codesLeft: left == 1 ? "One recovery code is left." : "\(left) recovery codes are left.",
            sessions: account.sessions.map { session in
                let place = session.id == account.thisSession ? "This browser" : session.browser.isEmpty ? "A browser without a name" : session.browser
                return Line(text: "\(place), from \(session.origin), last used \(LocalTime.text(session.lastUsedAt))")
            },
            viewers: account.seenBy.map { Line(text: "\($0.viewer.name), since \(LocalTime.text($0.at)), granted by \($0.grantedBy.name).") }
        )
    }
}

extension MePage.Enrolment {
    init(_ setUp: OneTimeCodeSetUp) {
        secret = setUp.secret.base32
        picture = setUp.picture.map { "data:image/svg+xml;base64,\(Data($0.svg.utf8).base64EncodedString())" }
    }
}
