public import Covalence
public import Store

/// What a use case does. Each use case asks for one of these at the door (`Workbench.admit`); what follows from it (the
/// permission, the trace it leaves) stands here and nowhere else.
public enum Action: String, Hashable, Sendable, CaseIterable {
    // Meetings
    case listMeetings = "meeting.list"
    case searchWords = "words.search"
    case openMeeting = "meeting.open"
    case watchMeeting = "meeting.version"
    case playRecording = "recording.play"
    case importMeeting = "meeting.import"
    case discardFile = "file.discard"
    case openFile = "file.open"
    case editMeeting = "meeting.edit"
    case sayWhoSpoke = "meeting.cast"
    case suggestSpeakers = "meeting.suggest-speakers"
    case sayConsent = "meeting.consent"
    case correctWords = "meeting.correct"
    case decideFinding = "finding.decide"
    case attachRecording = "recording.attach"
    case assignMeeting = "meeting.accounts"
    case exportMeeting = "meeting.export"
    case exportOriginal = "original.export"
    case eraseMeeting = "meeting.erase"
    case compareMeetings = "meeting.compare"
    case loadDemo = "demo.load"

    // Organisations, people, interactions
    case listOrganizations = "organization.list"
    case openOrganization = "organization.open"
    case addOrganization = "organization.add"
    case editOrganization = "organization.edit"
    case assignAccount = "organization.holders"
    case mergeOrganizations = "organization.merge"
    case listPeople = "person.list"
    case openPerson = "person.open"
    case addPerson = "person.add"
    case editPerson = "person.edit"
    case mergePeople = "person.merge"
    case identifyPeople = "person.identify"
    case seeTopics = "topic.list"
    case changeTopics = "topic.change"
    case listInteractions = "interaction.list"
    case openInteraction = "interaction.open"
    case addInteraction = "interaction.add"
    case editInteraction = "interaction.edit"
    case eraseInteraction = "interaction.erase"
    case importMail = "mail.import"
    case importCalendar = "calendar.import"
    case importInteractions = "interaction.bulk"
    case makeConfidential = "claim.confidential"
    case stateClaim = "claim.state"

    // Offerings and sales objectives
    case listOfferings = "offering.list"
    case changeOfferings = "offering.change"
    case listObjectives = "objective.list"
    case openObjective = "objective.open"
    case addObjective = "objective.add"
    case editObjective = "objective.edit"
    case linkObjectives = "objective.link"
    case seeForecast = "forecast.open"
    case makeForecast = "forecast.make"
    case changeForecast = "forecast.change"
    case seeProfile = "profile.open"
    case changeProfile = "profile.change"

    // Imports of records
    case listImports = "import.list"
    case importRecords = "import.records"
    case undoImport = "import.undo"

    // Codebooks
    case seeCodebooks = "codebook.open"
    case editCodebook = "codebook.edit"
    case learnCodebook = "codebook.learn"
    case askCodes = "codebook.ask"
    case decideCode = "codebook.decide"

    // Events and webhooks
    case readEvents = "event.read"
    case listWebhooks = "webhook.list"
    case addWebhook = "webhook.add"
    case changeWebhook = "webhook.change"
    case rotateWebhook = "webhook.rotate"
    case removeWebhook = "webhook.remove"
    case seeDeliveries = "webhook.deliveries"
    case replayDeliveries = "webhook.replay"
    case testWebhook = "webhook.test"

    // Oneself
    case seeHome = "home.open"
    case seeOwnAccount = "me.open"
    case changeOwnAccount = "me.change"
    case seeOwnMeasures = "me.measures"
    case seeTokens = "token.list"
    case makeToken = "token.make"
    case revokeToken = "token.revoke"

    // Leading
    case seeTeamMeasures = "team.measures"
    case seeSellersMeasures = "seller.measures"

    // Privacy
    case seeHoldings = "person.holdings"
    case exportPerson = "person.export"
    case erasePerson = "person.erase"
    case changePrivacy = "privacy.change"
    case seePrivacy = "privacy.open"
    case previewRetention = "retention.preview"
    case runRetention = "retention.run"

    // Setting up
    case seeSettings = "settings.open"
    case changeSettings = "settings.change"
    case listMembers = "member.list"
    case inviteMember = "member.invite"
    case changeMember = "member.change"
    case changeTeams = "team.change"
    case grantMeasures = "measures.grant"
    case searchAudit = "audit.search"
    case listJobs = "job.list"
    case cancelJob = "job.cancel"
    case retryJob = "job.retry"
    case runJobs = "job.run"
    case dropAudit = "audit.drop"
    case seeServer = "server.open"
    case seeAllTokens = "token.list-all"
    case revokeAnyToken = "token.revoke-any"

    /// What the visitor's role must allow besides; nil for nothing.
    var besides: Permission? {
        // The original has every name in it: whoever exports without names does not get it.
        self == .exportOriginal ? .listen : nil
    }

    /// What the visitor's role must allow.
    public var permission: Permission {
        switch self {
        case .listMeetings, .searchWords, .openMeeting, .watchMeeting, .compareMeetings, .seeHome, .seeOwnAccount, .changeOwnAccount,
             .readEvents, .seeTokens, .makeToken, .revokeToken: .read
        case .playRecording: .listen
        case .importMeeting, .discardFile, .openFile, .editMeeting, .sayWhoSpoke, .suggestSpeakers, .sayConsent, .correctWords, .decideFinding,
             .attachRecording, .assignMeeting, .addOrganization, .editOrganization, .mergeOrganizations, .addPerson, .editPerson,
             .mergePeople, .identifyPeople, .addInteraction, .editInteraction, .importMail, .importCalendar, .importInteractions, .makeConfidential,
             .stateClaim, .seeOwnMeasures, .askCodes, .decideCode, .changeTopics,
             .changeOfferings, .addObjective, .editObjective, .linkObjectives, .makeForecast: .change
        case .exportMeeting, .exportOriginal: .export
        case .eraseMeeting, .eraseInteraction: .erase
        case .listOrganizations, .openOrganization, .listPeople, .openPerson, .listInteractions, .openInteraction, .seeSettings,
             .seePrivacy, .seeCodebooks, .seeTopics, .listOfferings, .listObjectives, .openObjective, .seeForecast, .seeProfile: .know
        case .editCodebook, .learnCodebook, .changeForecast, .changeProfile: .define
        case .assignAccount: .assign
        case .seeTeamMeasures, .seeSellersMeasures: .lead
        case .loadDemo, .seeHoldings, .exportPerson, .erasePerson, .changePrivacy, .previewRetention, .runRetention, .changeSettings,
             .listMembers, .inviteMember, .changeMember, .changeTeams, .grantMeasures, .searchAudit, .listImports, .importRecords, .undoImport, .listJobs, .cancelJob, .retryJob, .runJobs, .listWebhooks, .addWebhook, .changeWebhook,
             .rotateWebhook, .removeWebhook, .seeDeliveries, .replayDeliveries, .testWebhook, .dropAudit, .seeServer, .seeAllTokens,
             .revokeAnyToken: .administer
        }
    }

    /// Whether it leaves a trace in the audit log: every view of words or recordings, every search that shows words, every change
    /// and export. Lists, versions and forms do not.
    public var isAudited: Bool {
        switch self {
        case .listMeetings, .watchMeeting, .compareMeetings, .openFile, .listOrganizations, .openOrganization, .listPeople, .openPerson,
             .listInteractions, .seeHome, .seeOwnAccount, .seeSettings, .seePrivacy, .listMembers, .previewRetention,
             .seeCodebooks, .listOfferings, .listObjectives, .openObjective, .seeForecast, .seeProfile, .listImports, .readEvents, .listWebhooks, .seeDeliveries, .listJobs, .seeServer, .seeTokens,
             .seeAllTokens: false
        // The log notes it itself, in one with what is dropped.
        case .dropAudit: false
        default: true
        }
    }

    /// Whether somebody who brought the thing in may do it although their role may not.
    var isAllowedForWhoBroughtIn: Bool { self == .eraseMeeting || self == .eraseInteraction }
}

/// What an action is done to.
public enum ActionSubject: Hashable, Sendable {
    case workspace
    case meeting(Identifier<Meeting>)
    case interaction(Identifier<Interaction>)
    case organization(Identifier<Organization>)
    case person(Identifier<Person>)
    case objective(Identifier<SalesObjective>)
    case claim(Identifier<Claim>)
    case member(Identifier<Member>)
    case team(Identifier<Team>)
    case file(Identifier<IntakeItem>)
    case webhook(Identifier<Webhook>)
    case job(Identifier<Job>)
}
