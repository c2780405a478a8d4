import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// A mail server of the tests' own: it answers every line as a table says, and can start TLS. Its certificate goes with it.
final class MailServer: Sendable {
    let port: Int
    let certificate: String
    private let folder: URL
    private let channel: any Channel
    private let heard: HeardLines

    /// What the server was told, line by line; as seen from every thread.
    final class HeardLines: @unchecked Sendable {
        // Unchecked: the lock guards the only field.
        private let lock = NSLock()
        private var lines: [String] = []
        func add(_ line: String) { lock.withLock { lines.append(line) } }
        var all: [String] { lock.withLock { lines } }
    }

    var lines: [String] { heard.all }

    /// `answers` maps the first word of a line (or "greeting", "end" for the lone dot) to the raw answer; others get "250 ok".
    init(_ answers: [String: String] = [:], implicitTLS: Bool = false) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("mail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (key, file) = (folder.appendingPathComponent("key.pem").path, folder.appendingPathComponent("cert.pem").path)
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        openssl.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out", file, "-days",
            "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        let tls = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: NIOSSLCertificate.fromPEMFile(file).map { .certificate($0) },
                privateKey: .privateKey(NIOSSLPrivateKey(file: key, format: .pem))))
        certificate = file
        let heard = HeardLines()
        self.heard = heard
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if implicitTLS { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(Conversation(answers: answers, tls: tls, heard: heard))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func stop() async throws { try await channel.close() }

    private final class Conversation: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let answers: [String: String]
        private let tls: NIOSSLContext
        private let heard: HeardLines
        private var line: [UInt8] = []
        private var isContent = false

        init(answers: [String: String], tls: NIOSSLContext, heard: HeardLines) {
            (self.answers, self.tls, self.heard) = (answers, tls, heard)
        }

        func channelActive(context: ChannelHandlerContext) {
            answer(answers["greeting"] ?? "220 hello\r\n", context)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            for byte in unwrapInboundIn(data).readableBytesView {
                line.append(byte)
                guard byte == 10 else { continue }
                let text = String(decoding: line.dropLast(2), as: UTF8.self)
                line = []
                heard.add(text)
                if isContent, text != "." { continue }
                let word = isContent ? "end" : String(text.split(separator: " ").first ?? "")
                isContent = word == "DATA"
                answer(answers[word] ?? (word == "DATA" ? "354 go\r\n" : "250 ok\r\n"), context)
                if word == "STARTTLS" {
                    try? context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .first)
                }
            }
        }

        private func answer(_ text: String, _ context: ChannelHandlerContext) {
            if text.isEmpty { return context.close(promise: nil) }
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
