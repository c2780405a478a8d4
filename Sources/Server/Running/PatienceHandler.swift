import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Gives up connections that are too slow: a head that does not come, a body that trickles, an answer that nobody takes.
///
/// Times are absolute or ask for a least amount: a client that sends a byte now and then does not begin them anew.
final class PatienceHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let patience: Patience
    private let ledger: ConnectionLedger

    private var hasBegun = false
    private let headAlarm = Alarm()
    private let bodyAlarm = Alarm()
    private let sendAlarm = Alarm()
    /// Requests whose answer is not sent yet.
    private var open = 0
    private var isReadingBody = false
    private var received = 0
    /// Since when the body is asked for: while the server has no hands free, the client is not to blame.
    private var askingSince: NIODeadline?
    /// Since when it had been asked for when the last piece came, and when that was.
    private var lastAsked: (since: NIODeadline, until: NIODeadline)?
    /// Bytes of answers handed on, and of these taken when it was last looked.
    private var handedOn = 0
    private var taken = 0

    init(_ patience: Patience, _ ledger: ConnectionLedger) {
        self.patience = patience
        self.ledger = ledger
    }

    // MARK: The connection

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(context)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end(context) }

    private func begin(_ context: ChannelHandlerContext) {
        guard !hasBegun else { return }
        hasBegun = true
        guard ledger.enter(context.channel, from: context.channel.remoteAddress?.ipAddress) else {
            return ConnectionLedger.close(context.channel, for: "too many")
        }
        awaitHead(context, for: patience.head)
    }

    private func end(_ context: ChannelHandlerContext) {
        for alarm in [headAlarm, bodyAlarm, sendAlarm] { alarm.dismantle() }
        ledger.leave(context.channel)
    }

    // MARK: Heads

    private func awaitHead(_ context: ChannelHandlerContext, for time: TimeAmount) {
        headAlarm.set(in: time, on: context.eventLoop) { [self] in
            // The answer before it is still on its way to a slow reader, which has a limit of its own.
            if waiting(context) > 0 { return awaitHead(context, for: patience.idle) }
            ConnectionLedger.close(context.channel, for: "head")
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            headAlarm.stop()
            open += 1
            ledger.works(context.channel)
            isReadingBody = true
            received = 0
            lastAsked = nil
            askingSince = context.eventLoop.now
            watchBody(context, in: patience.body)
        case .body(let bytes):
            received += bytes.readableBytes
        case .end:
            isReadingBody = false
            bodyAlarm.stop()
        }
        context.fireChannelRead(data)
    }

    // MARK: Bodies

    func channelReadComplete(context: ChannelHandlerContext) {
        if let askingSince { lastAsked = (askingSince, context.eventLoop.now) }
        askingSince = nil
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if askingSince == nil {
            let now = context.eventLoop.now
            // Asked for more as soon as a piece had come: the client has been waited for all the time.
            askingSince = lastAsked.flatMap { now - $0.until < .seconds(1) ? $0.since : nil } ?? now
        }
        context.read()
    }

    private func watchBody(_ context: ChannelHandlerContext, in time: TimeAmount) {
        bodyAlarm.set(in: time, on: context.eventLoop) { [self] in
            guard isReadingBody else { return }
            let waited = askingSince.map { context.eventLoop.now - $0 } ?? .zero
            if received < patience.leastBytes, waited >= patience.body { return ConnectionLedger.close(context.channel, for: "body") }
            if received >= patience.leastBytes {
                received = 0
                lastAsked = nil
                if askingSince != nil { askingSince = context.eventLoop.now }
                watchBody(context, in: patience.body)
            } else {
                // Asked for since a shorter time only.
                watchBody(context, in: max(.seconds(1), patience.body - waited))
            }
        }
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head: break
        case .body(let bytes):
            if !sendAlarm.isSet {
                taken = handedOn - waiting(context)
                watchSending(context)
            }
            handedOn += bytes.readableBytes
        case .end:
            open = max(0, open - 1)
            if open == 0 {
                ledger.waits(context.channel)
                awaitHead(context, for: patience.idle)
            }
        }
        context.write(data, promise: promise)
    }

    private func watchSending(_ context: ChannelHandlerContext) {
        sendAlarm.set(in: patience.send, on: context.eventLoop) { [self] in
            let waiting = waiting(context)
            guard waiting > 0 else { return }
            let now = handedOn - waiting
            if now - taken < patience.leastBytes { return ConnectionLedger.close(context.channel, for: "answer") }
            taken = now
            watchSending(context)
        }
    }

    /// Bytes that the system has not taken yet; encrypted ones are a few more, which does not matter for the difference of two.
    private func waiting(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}
