import NIOCore
import NIOPosix
import Synchronization

/// A mail server of the tests on loopback that takes no login, and repeats what it was told in what it answers.
final class RudeMailServer: Sendable {
    let port: Int
    private let channel: any Channel
    private let told: Told

    /// What it was told.
    var heard: [String] { told.lines.withLock { $0 } }

    init() async throws {
        let told = Told()
        self.told = told
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Talk(told)) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func close() async throws { try await channel.close() }

    private final class Told: Sendable {
        let lines = Mutex<[String]>([])
    }

    /// One connection.
    private final class Talk: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let told: Told
        private var rest = ""

        init(_ told: Told) { self.told = told }

        func channelActive(context: ChannelHandlerContext) { say("220 rude.example ESMTP", context) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            rest += String(buffer: unwrapInboundIn(data))
            while let end = rest.firstRange(of: "\r\n") {
                let line = String(rest[..<end.lowerBound])
                rest = String(rest[end.upperBound...])
                told.lines.withLock { $0.append(line) }
                say(line.hasPrefix("EHLO") ? "250-rude.example\r\n250 AUTH PLAIN LOGIN" : "535 5.7.8 no: \(line)", context)
            }
        }

        private func say(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text + "\r\n")), promise: nil)
        }
    }
}
