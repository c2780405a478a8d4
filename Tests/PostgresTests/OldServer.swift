import Foundation
import Glibc

/// Says just enough of PostgreSQL's protocol to let somebody in, and what version it is.
final class OldServer: Sendable {
    let port: UInt16
    private let listener: Int32

    init(version: String, encoding: String = "UTF8") {
        (listener, port) = Socket.listening()
        Thread.detachNewThread { [listener] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                // A request for TLS has eight bytes and is refused with one letter; then comes the greeting.
                while true {
                    let words = Socket.read(client)
                    guard words.count == 8 else { break }
                    _ = Socket.write(client, Array("N".utf8))
                }
                var answer = Self.message("R", [0, 0, 0, 0])
                for (name, value) in [("server_version", version), ("server_encoding", encoding), ("client_encoding", "UTF8")] {
                    answer += Self.message("S", Array(name.utf8) + [0] + Array(value.utf8) + [0])
                }
                answer += Self.message("K", [0, 0, 0, 1, 0, 0, 0, 1]) + Self.message("Z", Array("I".utf8))
                _ = Socket.write(client, answer)
                while !Socket.read(client).isEmpty {}
                Glibc.close(client)
            }
        }
    }

    func close() {
        Socket.cut(listener)
        Glibc.close(listener)
    }

    private static func message(_ letter: String, _ body: [UInt8]) -> [UInt8] {
        let length = UInt32(body.count + 4).bigEndian
        return Array(letter.utf8) + withUnsafeBytes(of: length) { Array($0) } + body
    }
}
