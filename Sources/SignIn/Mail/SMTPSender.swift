import NIOCore
import NIOPosix
import NIOSSL

/// Hands mails to a mail server, one connection each.
public struct SMTPSender: Sendable {
    private let settings: SMTPSettings
    private let tls: NIOSSLContext

    /// Checks the settings and reads the certificates to trust.
    public init(_ settings: SMTPSettings) throws(SMTPProblem) {
        func problem(_ text: String) -> SMTPProblem {
            SMTPProblem(host: settings.host, port: settings.port, step: .settings, cause: .setting(text))
        }
        guard !settings.host.isEmpty, settings.host.utf8.count <= 253, MailText.isOneLine(settings.host) else {
            throw problem("the host is empty or no name. Set the mail server's name.")
        }
        guard (1...65_535).contains(settings.port) else { throw problem("the port must be 1 to 65535. Usual are 587, 465 and 25.") }
        guard (1...600).contains(settings.timeout) else { throw problem("the timeout must be 1 to 600 seconds.") }
        if settings.security == .none, settings.host != "localhost", NetworkAddress(settings.host)?.isLoopback != true {
            throw SMTPProblem(host: settings.host, port: settings.port, step: .settings, cause: .unprotected)
        }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        do {
            if let file = settings.trustedCertificates {
                configuration.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(file))]
            }
            tls = try NIOSSLContext(configuration: configuration)
        } catch {
            throw problem("the trusted certificates can't be read. Check the file: it must hold certificates in PEM form.")
        }
        self.settings = settings
    }

    /// Sends one mail; returns when the server has taken it over.
    public func send(_ mail: OutgoingMail) async throws(SMTPProblem) {
        do {
            try await converse(SMTPDialogue(mail: mail, login: settings.login, wantsTLS: settings.security == .startTLS))
        } catch let problem as SMTPProblem {
            throw Task.isCancelled ? self.problem(.cancelled, problem.step) : problem
        } catch {
            throw problem(Task.isCancelled ? .cancelled : .connection(Self.words(of: error)), .connecting)
        }
    }

    private func converse(_ dialogue: SMTPDialogue) async throws {
        let (settings, tls) = (settings, tls)
        let group = MultiThreadedEventLoopGroup.singleton
        let done = group.next().makePromise(of: Void.self)
        // An address has no name to ask for: then the certificate must name the address.
        let name = NetworkAddress(settings.host) == nil ? settings.host : nil
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(.seconds(Int64(settings.timeout)))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let makeTLS = { try NIOSSLClientHandler(context: tls, serverHostname: name) }
                    let pipeline = channel.pipeline.syncOperations
                    if settings.security == .tls { try pipeline.addHandler(makeTLS()) }
                    try pipeline.addHandler(SMTPHandler(dialogue: dialogue, settings: settings, done: done, makeTLS: makeTLS))
                }
            }
        let channel: any Channel
        do {
            channel = try await bootstrap.connect(host: settings.host, port: settings.port).get()
        } catch {
            done.fail(error)
            throw error
        }
        try await withTaskCancellationHandler {
            try await done.futureResult.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func problem(_ cause: SMTPProblem.Cause, _ step: SMTPProblem.Step) -> SMTPProblem {
        SMTPProblem(host: settings.host, port: settings.port, step: step, cause: cause)
    }

    /// An error of the network in one line.
    static func words(of error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { words(of: $0.error) } ?? "the name of the server is not known"
        case let error as ChannelError where error == .alreadyClosed: "the connection was closed"
        case is ChannelError: "the server can't be reached"
        default: String("\(error)".prefix(300).filter { !$0.isNewline })
        }
    }
}
