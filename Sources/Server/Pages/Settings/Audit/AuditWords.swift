import Store
import Workbench

/// What the audit log holds, in words.
enum AuditWords {
    /// What was done, as the rest of a sentence: “opened a meeting”. An action that this list does not know is shown as it is kept.
    static func action(_ name: String) -> String { sentences[name] ?? name }

    /// Families of actions to narrow the log by: the beginning of their names.
    static let families: [(prefix: String, word: String)] = [
        ("meeting", "meetings"), ("words", "searches for words"), ("recording", "recordings"), ("original", "original files"),
        ("file", "files that wait"), ("finding", "findings"), ("claim", "statements"), ("topic", "topics"), ("organization", "organisations"), ("person", "people"),
        ("interaction", "interactions"), ("objective", "sales objectives"), ("offering", "offerings"), ("forecast", "the forecast"), ("profile", "the ideal customer profile"),
        ("import", "imports from a CRM"), ("mail", "mail"), ("calendar", "calendars"), ("me", "own account and measures"), ("team", "teams"),
        ("seller", "sellers’ measures"), ("measures", "leave to see measures"), ("privacy", "privacy"), ("retention", "retention"),
        ("settings", "settings"), ("member", "members"), ("audit", "the audit log"), ("webhook", "webhooks"), ("codebook", "codebooks"), ("job", "jobs"), ("server", "the server"), ("event", "what changed"), ("session", "signing in and out"), ("token", "tokens of the API"),
        ("invitation", "invitations"), ("reset", "reset passwords"), ("workspace", "setting up"), ("home", "the first page"), ("demo", "the demo"),
        ("door", "other things at the door"),
    ]

    static let sentences: [String: String] = [
        "meeting.list": "listed meetings", "words.search": "searched words", "meeting.open": "opened a meeting", "meeting.version": "looked whether a meeting changed",
        "recording.play": "played a recording", "meeting.import": "added a meeting", "file.discard": "discarded a file", "file.open": "looked at a file that waits",
        "meeting.edit": "changed what is known of a meeting", "meeting.cast": "said who was who", "meeting.suggest-speakers": "saw what is supposed of the people in a meeting", "meeting.consent": "said what somebody agreed to",
        "meeting.correct": "corrected words", "finding.decide": "decided on a finding", "recording.attach": "added a recording",
        "meeting.accounts": "said to which accounts a meeting belongs", "meeting.export": "exported a meeting", "original.export": "exported an original file",
        "meeting.erase": "erased a meeting", "meeting.compare": "compared meetings", "demo.load": "loaded the demo",
        "organization.list": "listed organisations", "organization.open": "opened an organisation", "organization.add": "added an organisation",
        "organization.edit": "changed an organisation", "organization.holders": "said who works an account", "organization.merge": "joined organisations",
        "person.list": "listed people", "person.open": "opened a person", "person.add": "added a person", "person.edit": "changed a person",
        "person.merge": "joined people", "person.identify": "said which person somebody is", "interaction.list": "listed interactions",
        "interaction.open": "opened an interaction", "interaction.add": "added an interaction", "interaction.edit": "changed an interaction",
        "interaction.erase": "erased an interaction", "interaction.bulk": "added interactions in bulk", "mail.import": "imported mail", "calendar.import": "imported a calendar",
        "offering.list": "listed offerings", "offering.change": "changed what we sell", "objective.list": "listed sales objectives",
        "objective.open": "opened a sales objective", "objective.add": "took up a sale", "objective.edit": "changed a sales objective",
        "objective.link": "said to which sales something belongs",
        "import.list": "listed imports from a CRM", "import.records": "imported from a CRM", "import.undo": "took an import back",
        "forecast.open": "looked at the forecast", "forecast.make": "had the forecast made", "forecast.change": "changed exchange rates",
        "profile.open": "looked at the ideal customer profile", "profile.change": "changed the ideal customer profile",
        "topic.list": "looked at topics", "topic.change": "named, pinned or joined topics",
        "claim.confidential": "said who may know a statement", "claim.state": "stated something",
        "home.open": "opened the first page", "me.open": "opened their own account", "me.change": "changed their own account", "me.measures": "looked at their own measures",
        "team.measures": "looked at a team’s measures", "seller.measures": "looked at a seller’s measures",
        "person.holdings": "looked at everything held on a person", "person.export": "exported everything held on a person", "person.erase": "erased a person",
        "privacy.change": "changed what happens without consent", "privacy.open": "looked at the privacy settings",
        "retention.preview": "looked at what would go", "retention.run": "removed what had its time",
        "settings.open": "looked at the settings", "settings.change": "changed the settings", "member.list": "listed members", "member.invite": "invited a member",
        "member.change": "changed a member", "team.change": "changed a team", "measures.grant": "changed who may see whose measures", "audit.search": "searched the audit log",
        "event.read": "looked what changed", "webhook.list": "listed webhooks", "webhook.add": "added a webhook", "webhook.change": "changed a webhook",
        "webhook.rotate": "gave a webhook a new secret", "webhook.remove": "removed a webhook", "webhook.deliveries": "looked at deliveries",
        "codebook.open": "looked at codebooks", "codebook.edit": "wrote on a codebook", "codebook.learn": "had a codebook learnt anew",
        "codebook.ask": "was asked about words of meetings", "codebook.decide": "said whether words carry a code",
        "webhook.replay": "sent deliveries again", "webhook.test": "tried a webhook out",
        "job.list": "looked at the jobs", "job.cancel": "cancelled a job", "job.retry": "had a job tried again", "job.run": "worked off the jobs",
        "audit.drop": "dropped old entries of the audit log",
        "server.open": "looked how the server is",
        "token.list": "listed their own tokens", "token.make": "made a token", "token.revoke": "revoked a token", "token.list-all": "listed everybody’s tokens",
        "token.revoke-any": "revoked somebody else’s token", "token.refused": "tried a token that has ended",
        "session.begin": "signed in", "session.refused": "tried to sign in", "session.end": "signed out", "workspace.set-up": "set the workspace up",
        "invitation.accept": "accepted an invitation", "reset.ask": "asked for a new password", "reset.done": "set a new password", "door.other": "did something at the door",
    ]

    /// A kind of thing in a word.
    static func kind(_ kind: AuditThing.Kind) -> String {
        switch kind {
        case .intake: "file that waits"
        case .organization: "organisation"
        case .claim: "statement"
        default: kind.rawValue
        }
    }

    /// How it ended, in a word; nil where it was simply done.
    static func outcome(_ outcome: AuditOutcome) -> String? {
        switch outcome {
        case .done: nil
        case .refused: "refused"
        case .failed: "did not work"
        }
    }
}
