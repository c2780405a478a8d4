import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// What came of one attempt.
public struct WebhookAnswer: Hashable, Sendable {
    /// The HTTP status; nil where there was no answer.
    public var status: Int?
    /// Bytes of the answer that were read.
    public var bytes: Int?
    /// Seconds after which the receiver asks to be tried again.
    public var retryAfter: Int?
    /// What went wrong, in a sentence; nil where it was taken.
    public var problem: String?

    /// An outcome; `retryAfter` in seconds, `problem` without words of the answer.
    public init(status: Int? = nil, bytes: Int? = nil, retryAfter: Int? = nil, problem: String? = nil) {
        self.status = status
        self.bytes = bytes
        self.retryAfter = retryAfter
        self.problem = problem
    }

    /// Whether it was taken.
    public var isTaken: Bool { problem == nil }
}

/// Sends messages to addresses that others chose, so that nobody reaches through us what they could not reach themselves.
///
/// The name is looked up here, every address it has is checked, and the connection goes to the very address that was checked, while the
/// request, the certificate and SNI keep the name: an answer of DNS that changes in between changes nothing. Redirects are not
/// followed. No proxy is used. Of an answer at most `answerLimit` bytes are read, and none kept.
public struct WebhookCalls: Sendable {
    public let guarding: AddressGuard
    let names: NameService
    /// For a whole attempt.
    let patience: Duration
    let answerLimit: Int
    /// Certificates that are trusted; the system's where nil.
    let trusted: NIOSSLTrustRoots?

    /// - Parameters:
    ///   - guarding: which addresses may be called.
    ///   - patience: seconds for one attempt, looking up the name included.
    public init(
        guarding: AddressGuard = AddressGuard(), names: NameService = .system, patience: Duration = .seconds(15), answerLimit: Int = 65_536
    ) {
        self.init(guarding: guarding, names: names, patience: patience, answerLimit: answerLimit, trusted: nil)
    }

    init(guarding: AddressGuard, names: NameService, patience: Duration, answerLimit: Int, trusted: NIOSSLTrustRoots?) {
        self.guarding = guarding
        self.names = names
        self.patience = patience
        self.answerLimit = answerLimit
        self.trusted = trusted
    }

    /// Where a message to an address may go now: the addresses of its server, all of them permitted.
    ///
    /// - Throws: `AddressProblem`.
    public func check(_ address: WebhookAddress) async throws -> [InternetAddress] {
        let places = if let literal = InternetAddress(address.host) { [literal] } else { try await names.addresses(address.host) }
        guard !places.isEmpty else { throw AddressProblem.unknownName }
        // One forbidden address among good ones is no accident worth working around.
        for place in places {
            if let objection = guarding.objection(to: place) { throw AddressProblem.forbidden(objection) }
        }
        guard address.isEncrypted || places.allSatisfy(guarding.isAllowed) else { throw AddressProblem.notEncrypted }
        return places
    }

    /// Sends one message. Never throws: what went wrong is in the answer.
    ///
    /// - Parameter timestamp: now, seconds since 1970.
    public func send(_ message: WebhookMessage, to text: String, timestamp: Int64) async -> WebhookAnswer {
        let patience = patience
        return await withTaskGroup(of: WebhookAnswer.self) { group in
            group.addTask { await attempt(message, to: text, timestamp: timestamp) }
            group.addTask {
                try? await Task.sleep(for: patience)
                return WebhookAnswer(problem: "There was no whole answer within \(patience.components.seconds) seconds.")
            }
            let first = await group.next() ?? WebhookAnswer(problem: "It was not sent.")
            group.cancelAll()
            return first
        }
    }

    private func attempt(_ message: WebhookMessage, to text: String, timestamp: Int64) async -> WebhookAnswer {
        do {
            let address = try WebhookAddress(text)
            let places = try await check(address)
            var answer = WebhookAnswer(problem: "Nobody answers there.")
            // A server with a broken way over IPv6 has one over IPv4, mostly.
            for place in places.prefix(2) {
                guard !Task.isCancelled else { break }
                answer = await call(address, at: place, message, timestamp: timestamp)
                if answer.status != nil || !isUnreached(answer) { break }
            }
            return answer
        } catch let problem as AddressProblem {
            return WebhookAnswer(problem: problem.description)
        } catch {
            return WebhookAnswer(problem: "The name of the server could not be looked up.")
        }
    }

    private func isUnreached(_ answer: WebhookAnswer) -> Bool { answer.problem == Self.unreached }
    private static let unreached = "The server could not be reached."

    private func call(_ address: WebhookAddress, at place: InternetAddress, _ message: WebhookMessage, timestamp: Int64) async -> WebhookAnswer {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(max(1, patience.components.seconds / 2)), read: .seconds(patience.components.seconds + 1))
        )
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.maximumUsesPerConnection = 1
        configuration.httpVersion = .http1Only
        if let trusted {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = trusted
            configuration.tlsConfiguration = tls
        }
        // The one line on which it rests that we connect to what was checked.
        if place.description != address.host { configuration.dnsOverride = [address.host: place.description] }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let answer = await call(address, message, timestamp: timestamp, with: client)
        try? await client.shutdown()
        return answer
    }

    private func call(_ address: WebhookAddress, _ message: WebhookMessage, timestamp: Int64, with client: HTTPClient) async -> WebhookAnswer {
        var request = HTTPClientRequest(url: address.text)
        request.method = .POST
        for (name, value) in message.headers(timestamp: timestamp) { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: message.body))
        do {
            let response = try await client.execute(request, timeout: .seconds(patience.components.seconds + 1))
            var bytes = 0
            do {
                for try await part in response.body {
                    bytes += part.readableBytes
                    if bytes >= answerLimit { break }
                }
            } catch where !(error is CancellationError) {
                // The status has said all that we need.
            }
            return judge(Int(response.status.code), bytes: min(bytes, answerLimit), retryAfter: response.headers.first(name: "retry-after"))
        } catch let error as HTTPClientError where error == .connectTimeout || error == .remoteConnectionClosed {
            return WebhookAnswer(problem: error == .connectTimeout ? Self.unreached : "The server closed the connection without an answer.")
        } catch let error as HTTPClientError where error == .readTimeout || error == .deadlineExceeded {
            return WebhookAnswer(problem: "There was no whole answer within \(patience.components.seconds) seconds.")
        } catch is NIOSSLError, is NIOSSLExtraError {
            return WebhookAnswer(problem: "No encrypted connection came about: the server’s certificate is not valid for its name, or it speaks no TLS.")
        } catch is NIOConnectionError {
            return WebhookAnswer(problem: Self.unreached)
        } catch is CancellationError {
            return WebhookAnswer(problem: "It was broken off.")
        } catch {
            return WebhookAnswer(problem: Self.unreached)
        }
    }

    private func judge(_ status: Int, bytes: Int, retryAfter: String?) -> WebhookAnswer {
        var answer = WebhookAnswer(status: status, bytes: bytes)
        switch status {
        case 200..<300: break
        case 300..<400: answer.problem = "The server answered \(status) and sent us elsewhere. Redirects are not followed: enter the address it leads to."
        case 410: answer.problem = "The server answered 410: it wants nothing any more."
        default: answer.problem = "The server answered \(status)."
        }
        if status == 429 || status == 503 { answer.retryAfter = retryAfter.flatMap(Self.seconds) }
        return answer
    }

    /// `Retry-After` in seconds; a date is left aside, and so is what is negative.
    static func seconds(_ text: String) -> Int? {
        let text = text.trimmingCharacters(in: .whitespaces)
        guard !text.isEmpty, text.utf8.count <= 9, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }
}
