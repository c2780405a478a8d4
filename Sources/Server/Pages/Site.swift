import Covalence
import Foundation
import Hummingbird
import Logging
import Workbench

/// What the pages are made from: the workbench, who asks, and the templates.
struct Site: Sendable {
    let bench: Workbench
    let renderer: Renderer
    let assets: AssetLibrary
    let hub: LiveHub
    let logger: Logger
    /// Until people sign in, whoever reaches the server is the owner of the machine.
    let visitor = Visitor.owner
    let listLines: ListLines
    let opened: OpenMeetings

    init(bench: Workbench, renderer: Renderer, assets: AssetLibrary, hub: LiveHub, logger: Logger) {
        self.bench = bench
        self.renderer = renderer
        self.assets = assets
        self.hub = hub
        self.logger = logger
        listLines = ListLines(bench: bench, visitor: visitor)
        opened = OpenMeetings(bench: bench, visitor: visitor)
    }

    /// Puts every page and form at its address.
    func addRoutes(to router: Router<ServerContext>) {
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
    }

    /// The meeting that an address names.
    func meeting(in context: ServerContext) throws -> Identifier<Meeting> {
        guard let id = Identifier<Meeting>(try context.parameters.require("id")) else { throw PageError.notFound }
        return id
    }

    /// How much waits for a person, for the navigation.
    func waitingCount() async throws -> Int {
        let waiting = try await bench.waiting(by: visitor)
        return waiting.files.count + waiting.meetingCount
    }

    /// A page, or, asked for by htmx, the piece of it that changes.
    func answer(_ request: Request, page: () throws -> some PageModel, piece: () throws -> some PageModel) rethrows -> Response {
        request.headers[.hxRequest] != nil ? Response.html(renderer.render(try piece())) : Response.html(renderer.render(try page()))
    }
}
