import Foundation
import Synchronization

/// A mail server of the tests on loopback that takes no login, and repeats what it was told in what it answers.
final class RudeMailServer: Sendable {
    let port: Int
    private let listening: Int32
    private let lines = Mutex<[String]>([])

    /// What it was told.
    var heard: [String] { lines.withLock { $0 } }

    init() throws {
        let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listening = listening
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listening, $0, length) == 0 && listen(listening, 16) == 0 && getsockname(listening, $0, &length) == 0 }
        }
        guard bound else { throw CocoaError(.fileReadUnknown) }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in
            while true {
                let connection = accept(listening, nil, nil)
                guard connection >= 0 else { return }
                talk(on: connection)
                close(connection)
            }
        }
    }

    private func talk(on connection: Int32) {
        say("220 rude.example ESMTP", to: connection)
        var rest = ""
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(connection, &bytes, bytes.count)
            guard count > 0 else { return }
            rest += String(decoding: bytes.prefix(count), as: UTF8.self)
            while let end = rest.firstRange(of: "\r\n") {
                let line = String(rest[..<end.lowerBound])
                rest = String(rest[end.upperBound...])
                lines.withLock { $0.append(line) }
                if line.hasPrefix("EHLO") { say("250-rude.example\r\n250 AUTH PLAIN LOGIN", to: connection) } else { say("535 5.7.8 no: \(line)", to: connection) }
            }
        }
    }

    private func say(_ text: String, to connection: Int32) {
        let bytes = Array((text + "\r\n").utf8)
        _ = write(connection, bytes, bytes.count)
    }
}
