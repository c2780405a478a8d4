import Workbench

extension Endpoint {
    /// What can be done on pages or at the terminal and not over the API, and why. A test walks every action: each has an endpoint or
    /// stands here.
    static let leftOut: [Action: String] = [
        .loadDemo: "The demo is a workspace of its own, made by the command that serves it.",
        .makeToken: "A token makes no tokens: one that leaks could outlive its end. They are made where somebody signed in, or at the terminal.",
        .runJobs: "The server does what waits by itself. The command is for machines on which none runs.",
    ]

    /// Parts of actions that have endpoints, which are for browsers only.
    static let leftOutParts: [String: String] = [
        "Signing in and out": "It gives a session to a browser. Programs come with a token.",
        "Passwords, one-time codes, recovery codes": "They guard the member against whoever holds a token of theirs.",
        "First set-up, and what a link does once (accepting an invitation, a new password)": "There is nobody yet who could have a token, or they lost their way in.",
        "Links for a new password": "Whoever has one is that member; an administrator makes it on the page, where it is seen who does.",
    ]
}
