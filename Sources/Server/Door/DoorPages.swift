import Store

/// Where one signs in.
struct SignInPage: PageModel {
    static let template = "door/sign-in"

    var address = ""
    /// Where to go afterwards: a path of ours.
    var to = "/"
    var problem: String?
    /// Whether the password was right and a code is asked for.
    var needsCode = false
    var codeProblem: String?
    /// The workspaces to choose from; none where there is only one.
    var workspaces: [Choice] = []
    /// Sign-ins at a provider: what the link says, and where it leads.
    var providers: [(label: String, href: String)] = []

    var view: View {
        PageFrame(title: "Sign in").view.merging([
            "address": .text(address), "to": .text(to), "problem": View.Value(problem), "needsCode": .flag(needsCode),
            "codeProblem": View.Value(codeProblem), "hasWorkspaces": .flag(!workspaces.isEmpty), "workspaces": View.Value(workspaces),
            "hasProviders": .flag(!providers.isEmpty),
            "providers": .list(providers.map { ["label": .text($0.label), "href": .text($0.href)] }),
        ])
    }
}

/// The first administrator sets the workspace up.
struct SetUpPage: PageModel {
    static let template = "door/set-up"

    var token: String
    var workspace = ""
    var own = ""
    var domains = ""
    var name = ""
    var address = ""
    /// What happens with meetings not everybody agreed to; the first is the default.
    var policies: [Choice] = []
    var problem: String?
    var passwordProblem: String?
    var addressProblem: String?

    var view: View {
        PageFrame(title: "Set up").view.merging([
            "token": .text(token), "workspace": .text(workspace), "own": .text(own), "domains": .text(domains), "name": .text(name),
            "address": .text(address), "problem": View.Value(problem), "passwordProblem": View.Value(passwordProblem),
            "addressProblem": View.Value(addressProblem), "passwordLabel": "Password",
            "hasPolicies": .flag(!policies.isEmpty), "policies": View.Value(policies),
        ])
    }
}

/// An invitation is accepted, or a new password chosen.
struct ChoosePasswordPage: PageModel {
    static let template = "door/choose-password"

    var title: String
    var lead: String
    /// Where the form goes: `/invitation` or `/reset`.
    var action: String
    var button: String
    var token: String
    /// Nil where it is not asked for.
    var name: String?
    /// A provider's account in the place of a password: what the link says, and where it leads.
    var provider: (label: String, href: String)?
    var problem: String?
    var passwordProblem: String?

    var view: View {
        PageFrame(title: title).view.merging([
            "title": .text(title), "lead": .text(lead), "action": .text(action), "button": .text(button), "token": .text(token),
            "asksName": .flag(name != nil), "provider": View.Value(provider.map { View(dictionaryLiteral: ("label", .text($0.label)), ("href", .text($0.href))) }),
            "name": .text(name ?? ""), "problem": View.Value(problem),
            "passwordProblem": View.Value(passwordProblem), "passwordLabel": "Password",
        ])
    }
}

/// A link for a new password is asked for.
struct ForgotPage: PageModel {
    static let template = "door/forgot"

    /// Whether there is a mail server.
    var canMail: Bool
    var address = ""
    var problem: String?
    /// What was done; the same for every address.
    var said: String?

    var view: View {
        PageFrame(title: "Forgot the password").view.merging([
            "canMail": .flag(canMail), "address": .text(address), "problem": View.Value(problem), "said": View.Value(said),
        ])
    }
}

/// One’s own account.
struct MePage: PageModel {
    static let template = "door/me"

    /// A key that is about to be set up.
    struct Enrolment: Sendable {
        /// `data:image/svg+xml;base64,…`
        var picture: String?
        var secret: String
    }

    var name: String
    var address: String
    var role: String
    var meaning: String
    var hasPassword = true
    var hasCodes = false
    var codesLeft = ""
    var enrolment: Enrolment?
    /// Shown once, right after they were made.
    var recoveryCodes: [String] = []
    var sessions: [Line] = []
    var viewers: [Line] = []
    var notice: String?
    var problem: String?
    var passwordProblem: String?

    var view: View {
        let codes: View? = recoveryCodes.isEmpty ? nil : ["codes": View.Value(recoveryCodes.map(Line.init))]
        let setUp: View? = enrolment.map { ["picture": View.Value($0.picture), "secret": .text($0.secret)] }
        return PageFrame(title: "My account").view.merging([
            "name": .text(name), "address": .text(address), "roleWord": .text(role), "roleMeaning": .text(meaning), "hasCodes": .flag(hasCodes),
            "codesLeft": .text(codesLeft), "enrolment": View.Value(setUp), "recoveryCodes": View.Value(codes), "sessions": View.Value(sessions),
            "viewers": View.Value(viewers), "notice": View.Value(notice), "problem": View.Value(problem), "passwordLabel": "New password",
            "passwordProblem": View.Value(passwordProblem), "hasPassword": .flag(hasPassword),
        ])
    }
}
