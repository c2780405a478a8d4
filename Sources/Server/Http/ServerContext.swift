import Hummingbird
import Logging

/// What travels with one request: Hummingbird's own storage. Bodies are read with a limit where they are read, never as a whole by default.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    /// Plain forms fit in this; uploads are streamed and have limits of their own.
    var maxUploadSize: Int { 1 << 20 }

    /// Names this request in the log and on an error page.
    var requestID: String { logger[metadataKey: "hb.request.id"]?.description ?? "none" }
}
