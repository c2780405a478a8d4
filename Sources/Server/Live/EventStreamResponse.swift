import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Answers with a topic's events as they come († WHATWG HTML, server-sent events), until the topic ends, the page goes or the server stops.
struct EventStreamResponse {
    let hub: LiveHub
    let topic: String
    /// Between signs of life; a page that went away is noticed at the next one.
    var heartbeat: Duration = .seconds(15)

    /// Starts the stream; 503 where too many pages watch already.
    func respond() -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store", .known("X-Accel-Buffering"): "no"],
            body: ResponseBody { [self] writer in
                guard let (key, events) = await hub.watch(topic) else {
                    try await writer.write(ByteBuffer(string: "retry: 30000\n\n"))
                    try await writer.finish(nil)
                    return
                }
                let beating = Task { [hub, topic, heartbeat] in
                    while !Task.isCancelled {
                        try await Task.sleep(for: heartbeat)
                        await hub.beat(topic, key: key)
                    }
                }
                do {
                    try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
                    for await event in events.cancelOnGracefulShutdown() {
                        try await writer.write(ByteBuffer(string: event == .heartbeat ? ": still here\n\n" : event.wire))
                    }
                } catch {
                    beating.cancel()
                    await hub.leave(topic, key: key)
                    throw error
                }
                beating.cancel()
                await hub.leave(topic, key: key)
                // The page comes back by itself; give a server that stops the time to start again.
                if Task.isShuttingDownGracefully { try await writer.write(ByteBuffer(string: "retry: 5000\n: stopping\n\n")) }
                try await writer.finish(nil)
            }
        )
    }
}
