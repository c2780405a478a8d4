import Covalence
import Foundation
import Hummingbird
import Logging
import Workbench

/// What the pages are made from, the same for every request; who asks and where comes with the context.
struct Site: Sendable {
    let benches: Workbenches
    let renderer: Renderer
    let assets: AssetLibrary
    let logger: Logger
    /// Sends mail; nil where no mail server is set up.
    let post: Post?
    /// Where people may sign in besides; nil for nowhere.
    let provider: ProviderDoor?
    /// Looks how the server is.
    let doctor: Doctor
    let readiness: Readiness
    let listLines = ListLines()
    let rowFragments = RowFragments()
    let keptPages = KeptPages()
    let opened = OpenMeetings()
    let streams: StreamPlaces
    /// Between signs of life on a stream of events.
    let heartbeat: Duration

    init(
        benches: Workbenches, renderer: Renderer, assets: AssetLibrary, logger: Logger, doctor: Doctor, readiness: Readiness, post: Post? = nil, provider: ProviderDoor? = nil,
        streams: StreamPlaces = StreamPlaces(), heartbeat: Duration = .seconds(15)
    ) {
        self.heartbeat = heartbeat
        self.streams = streams
        self.benches = benches
        self.renderer = renderer
        self.assets = assets
        self.logger = logger
        self.doctor = doctor
        self.readiness = readiness
        self.post = post
        self.provider = provider
    }

    /// Puts every page and form at its address.
    func addRoutes(to router: Router<ServerContext>) {
        addDoorRoutes(to: router)
        addHomeRoutes(to: router)
        addAccountRoutes(to: router)
        addDuplicateRoutes(to: router)
        addPersonRoutes(to: router)
        addSellingRoutes(to: router)
        addFunnelRoutes(to: router)
        addImportRoutes(to: router)
        addInteractionRoutes(to: router)
        addPaletteRoutes(to: router)
        addMeetingListRoutes(to: router)
        addUploadRoutes(to: router)
        addMeetingRoutes(to: router)
        addFindingRoutes(to: router)
        addTranscriptRoutes(to: router)
        addCastRoutes(to: router)
        addFileRoutes(to: router)
        addWaitingRoutes(to: router)
        addSearchRoutes(to: router)
        addCompareRoutes(to: router)
        addTopicRoutes(to: router)
        addForecastRoutes(to: router)
        addProfileRoutes(to: router)
        addCodebookRoutes(to: router)
        addSettingsRoutes(to: router)
        addMembersRoutes(to: router)
        addTeamsRoutes(to: router)
        addPrivacyRoutes(to: router)
        addConfidentialRoutes(to: router)
        addAuditRoutes(to: router)
        addWebhookRoutes(to: router)
        addJobsRoutes(to: router)
        addServerRoutes(to: router)
        addMeasuresRoutes(to: router)
        addTokenRoutes(to: router)
        addAPIPageRoutes(to: router)
    }

    /// The meeting that an address names.
    func meeting(in context: ServerContext) throws -> Identifier<Meeting> {
        guard let id = Identifier<Meeting>(try context.parameters.require("id")) else { throw PageError.notFound }
        return id
    }

    /// How much waits for a person, for the navigation.
    func waitingCount(_ context: ServerContext) async throws -> Int {
        try await context.bench.waitingCount(by: context.visitor)
    }

    /// The templates, with what this request's pages have in common.
    func pages(_ context: ServerContext) -> Renderer { renderer.framed(Frame(context)) }

    /// A page, or, asked for by htmx, the piece of it that changes.
    func answer(_ request: Request, _ context: ServerContext, page: () throws -> some PageModel, piece: () throws -> some PageModel) rethrows -> Response {
        request.headers[.hxRequest] != nil ? Response.html(pages(context).render(try piece())) : Response.html(pages(context).render(try page()))
    }
}
