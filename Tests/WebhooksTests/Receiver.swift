import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A receiver of webhooks on this machine, which keeps what it got and answers as the test says.
final class Receiver: Sendable {
    struct Got: Sendable {
        var headers: HTTPHeaders
        var body: String
    }

    enum Answer: Sendable {
        case status(Int, headers: [(String, String)] = [], bytes: Int = 2)
        /// A head, and then a byte every 50 ms, for as long as somebody reads.
        case drip
        case nothing
    }

    private let kept = Mutex<[Got]>([])
    let channel: any Channel
    var port: Int { channel.localAddress?.port ?? 0 }
    var got: [Got] { kept.withLock { $0 } }

    private init(channel: any Channel) { self.channel = channel }

    static func run<Result>(_ answer: Answer, _ work: (Receiver) async throws -> Result) async throws -> Result {
        let box = Mutex<Receiver?>(nil)
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(answer: answer) { got in box.withLock { $0 }?.kept.withLock { $0.append(got) } })
                }
            }
        let receiver = Receiver(channel: try await bootstrap.bind(host: "127.0.0.1", port: 0).get())
        box.withLock { $0 = receiver }
        do {
            let result = try await work(receiver)
            try await receiver.channel.close()
            return result
        } catch {
            try? await receiver.channel.close()
            throw error
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        let answer: Answer
        let keep: @Sendable (Got) -> Void
        var headers = HTTPHeaders()
        var body = ""

        init(answer: Answer, keep: @escaping @Sendable (Got) -> Void) {
            self.answer = answer
            self.keep = keep
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): headers = head.headers
            case .body(let part): body += String(buffer: part)
            case .end:
                keep(Got(headers: headers, body: body))
                switch answer {
                case .nothing: break
                case .status(let status, let extra, let bytes):
                    var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status))
                    for (name, value) in extra { head.headers.add(name: name, value: value) }
                    head.headers.add(name: "content-length", value: "\(bytes)")
                    context.write(wrapOutboundOut(.head(head)), promise: nil)
                    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(repeating: 0x78, count: bytes)))), promise: nil)
                    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
                case .drip:
                    context.writeAndFlush(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .ok))), promise: nil)
                    drip(context.channel)
                }
            }
        }

        private func drip(_ channel: any Channel) {
            guard channel.isActive else { return }
            channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: "x"))), promise: nil)
            channel.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(50)) { self.drip(channel) }
        }
    }
}
