import NIOCore
import NIOSSL

/// Carries an ``SMTPDialogue`` over one connection. All in the event loop: when the server agrees to STARTTLS, encryption is in
/// place before another byte is read, and bytes that came along in the clear are refused (CVE-2011-0411 and its kin).
final class SMTPHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var dialogue: SMTPDialogue
    private var reader = SMTPReplyReader()
    private let settings: SMTPSettings
    private let makeTLS: () throws -> NIOSSLClientHandler
    private let done: EventLoopPromise<Void>
    private var isOver = false
    private var timer: Scheduled<Void>?

    init(
        dialogue: SMTPDialogue, settings: SMTPSettings, done: EventLoopPromise<Void>,
        makeTLS: @escaping () throws -> NIOSSLClientHandler
    ) {
        self.dialogue = dialogue
        self.settings = settings
        self.done = done
        self.makeTLS = makeTLS
    }

    func channelActive(context: ChannelHandlerContext) {
        // Without protection only to this machine, whatever the name said that led here.
        if settings.security == .none {
            guard let address = context.remoteAddress?.ipAddress.flatMap({ NetworkAddress($0) }), address.isLoopback else {
                return fail(.unprotected, context)
            }
        }
        startTimer(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        while !isOver, let byte = buffer.readInteger(as: UInt8.self) {
            do {
                guard let reply = try reader.take(byte) else { continue }
                guard buffer.readableBytes == 0 else { return fail(.notSMTP("the server answered before it was asked"), context) }
                try act(on: dialogue.received(reply), context)
            } catch let malformed as SMTPReplyReader.Malformed {
                fail(.notSMTP(malformed.reason), context)
            } catch let refusal as SMTPDialogue.Refusal {
                fail(refusal.cause, context)
            } catch {
                fail(.connection("\(error)"), context)
            }
        }
    }

    private func act(on action: SMTPDialogue.Action, _ context: ChannelHandlerContext) throws {
        switch action {
        case .send(let line):
            startTimer(context)
            send(line, context)
        case .startTLS:
            try context.pipeline.syncOperations.addHandler(makeTLS(), position: .first)
            startTimer(context)
            send(dialogue.encrypted(), context)
        case .accepted:
            isOver = true
            timer?.cancel()
            done.succeed()
            send("QUIT", context)
            context.close(promise: nil)
        }
    }

    private func send(_ action: SMTPDialogue.Action, _ context: ChannelHandlerContext) {
        if case .send(let line) = action { send(line, context) }
    }

    private func send(_ line: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: line + "\r\n")), promise: nil)
    }

    /// Counts from the question to the whole answer: a server that sends a letter now and then does not hold us.
    private func startTimer(_ context: ChannelHandlerContext) {
        timer?.cancel()
        let seconds = settings.timeout * (dialogue.step == .content ? 6 : 1)
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(Int64(seconds))) { self.fail(.timeout, context) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(.connection(SMTPSender.words(of: error)), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.closed, context)
        context.fireChannelInactive()
    }

    private func fail(_ cause: SMTPProblem.Cause, _ context: ChannelHandlerContext) {
        guard !isOver else { return }
        isOver = true
        timer?.cancel()
        done.fail(SMTPProblem(host: settings.host, port: settings.port, step: dialogue.step, cause: cause))
        context.close(promise: nil)
    }
}
