import Hummingbird
import Logging
import NIOCore
import Store
import Workbench

/// What travels with one request. Bodies are read with a limit where they are read, never as a whole by default.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The network address of the other end of the connection, without a port; nil where there is none (tests without a network).
    let peer: String?
    /// Names this request in the log, in the answer and on error pages; said by `RequestIdentity`.
    var requestID = "none"
    /// What the log says of it; the same for all layers.
    let notes = RequestNotes()
    private var finding = Finding()

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress
    }

    /// Where the request comes from and how; said by `HostGuard`.
    var came: Arrival {
        get { finding.came }
        set { finding = finding.with { $0.came = newValue } }
    }

    /// Who asks; nil outside the door. Set by `SessionGate`.
    var guest: Guest? {
        get { finding.guest }
        set { finding = finding.with { $0.guest = newValue } }
    }

    /// The token a program came with; nil for browsers. Set by `APIGate`.
    var token: APIToken? {
        get { finding.token }
        set { finding = finding.with { $0.token = newValue } }
    }

    /// What forms of this browser must carry; empty before `SessionGate`.
    var formToken: FormToken {
        get { finding.formToken }
        set { finding = finding.with { $0.formToken = newValue } }
    }

    /// The workbench of the workspace that the visitor is in.
    var bench: Workbench {
        get throws(PageError) { try entered.bench }
    }

    /// Who asks. For this request only: never keep it.
    var visitor: Visitor {
        get throws(PageError) { try entered.visitor }
    }

    private var entered: Guest {
        get throws(PageError) {
            guard let guest else { throw .notSignedIn }
            return guest
        }
    }

    /// Plain forms fit in this; uploads are streamed and have limits of their own.
    var maxUploadSize: Int { 1 << 20 }
}

/// What the layers find out about a request. Each of them copies the context several times and few change it: the copies share this.
private final class Finding: Sendable {
    struct Parts {
        var came = Arrival()
        var guest: Guest?
        var token: APIToken?
        var formToken = FormToken.none
    }

    private let parts: Parts

    init(_ parts: Parts = Parts()) { self.parts = parts }

    var came: Arrival { parts.came }
    var guest: Guest? { parts.guest }
    var token: APIToken? { parts.token }
    var formToken: FormToken { parts.formToken }

    /// Another one with a change; who has this one keeps it as it was.
    func with(_ change: (inout Parts) -> Void) -> Finding {
        var parts = parts
        change(&parts)
        return Finding(parts)
    }
}

/// Somebody who was let in, and to which workspace.
struct Guest: Sendable {
    var bench: Workbench
    var visitor: Visitor
    /// Whether nobody signed in: the demo lets everybody at this machine in.
    var isDemo = false
}

/// Where a request comes from and how it reached us.
struct Arrival: Sendable, Hashable {
    /// The network address it comes from: of the connection, or what a trusted proxy says.
    var origin = "unknown"
    /// Whether it came encrypted, to us or to a trusted proxy.
    var isSecure = false
    /// Whether it was passed on by a proxy, trusted or not.
    var isForwarded = false
    /// Whether it was asked for by a name of this machine's own.
    var isLocalName = false
    /// `https://covalence.example.org`, as the browser wrote it.
    var address = ""
}
