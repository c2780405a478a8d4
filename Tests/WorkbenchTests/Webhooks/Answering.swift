import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A receiver on this machine that answers with statuses in turn, the last one for ever.
final class Answering: Sendable {
    struct Got: Sendable {
        var headers: [String: String]
        var body: String
    }

    private struct State {
        var answers: [Int]
        var headers: [String: String]
        var got: [Got] = []
        var channel: (any Channel)?
    }

    private let state: Mutex<State>
    var got: [Got] { state.withLock { $0.got } }
    var port: Int { state.withLock { $0.channel?.localAddress?.port ?? 0 } }

    /// Of every answer.
    private var headers: [String: String] { state.withLock { $0.headers } }

    private init(_ answers: [Int], _ headers: [String: String]) { state = Mutex(State(answers: answers, headers: headers)) }

    deinit { state.withLock { $0.channel?.close(promise: nil) } }

    static func start(_ answers: [Int], headers: [String: String] = [:]) async throws -> Answering {
        let receiver = Answering(answers, headers)
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).childChannelInitializer { [weak receiver] channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                try channel.pipeline.syncOperations.addHandler(Handler(receiver))
            }
        }
        let channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
        receiver.state.withLock { $0.channel = channel }
        return receiver
    }

    private func answer(_ got: Got) -> Int {
        state.withLock { state in
            state.got.append(got)
            return state.answers.count > 1 ? state.answers.removeFirst() : state.answers.first ?? 200
        }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        weak var receiver: Answering?
        var headers: [String: String] = [:]
        var body = ""

        init(_ receiver: Answering?) { self.receiver = receiver }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): headers = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
            case .body(let part): body += String(buffer: part)
            case .end:
                let status = receiver?.answer(Got(headers: headers, body: body)) ?? 200
                var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status))
                head.headers.add(name: "content-length", value: "0")
                for (name, value) in receiver?.headers ?? [:] { head.headers.add(name: name, value: value) }
                context.write(wrapOutboundOut(.head(head)), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
