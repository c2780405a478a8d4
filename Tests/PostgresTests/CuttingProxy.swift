import Foundation
import Glibc
import Synchronization

/// Stands between pool and server, and cuts the wire at a chosen moment.
final class CuttingProxy: Sendable {
    enum Cut: Sendable, Hashable {
        /// Words of the client that hold this are not passed on.
        case before(String)
        /// They are passed on, and the server's answer is not.
        case after(String)
    }

    private struct State {
        var cut: Cut?
        var sockets: [Int32] = []
        var accepted = 0
    }

    private let state = Mutex(State())
    private let listener: Int32
    let port: UInt16
    private let target: UInt16

    init(to target: UInt16) {
        self.target = target
        (listener, port) = Socket.listening()
        Thread.detachNewThread { self.accept() }
    }

    /// The next time the client says this, once.
    func cut(_ cut: Cut) { state.withLock { $0.cut = cut } }

    /// How many connections came.
    var accepted: Int { state.withLock { $0.accepted } }

    /// Cuts every wire.
    func cutAll() { state.withLock { for socket in $0.sockets { Socket.cut(socket) } } }

    func close() {
        cutAll()
        Socket.cut(listener)
        Glibc.close(listener)
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { return }
            guard let server = Socket.connected(to: target) else {
                Glibc.close(client)
                continue
            }
            state.withLock {
                $0.sockets += [client, server]
                $0.accepted += 1
            }
            let wire = Wire(client: client, server: server)
            Thread.detachNewThread { self.forward(wire) }
            Thread.detachNewThread { self.answer(wire) }
        }
    }

    private final class Wire: Sendable {
        let client: Int32
        let server: Int32
        let isSilent = Mutex(false)

        init(client: Int32, server: Int32) {
            self.client = client
            self.server = server
        }
    }

    private func forward(_ wire: Wire) {
        while true {
            let bytes = Socket.read(wire.client)
            guard !bytes.isEmpty else { break }
            let cut: Cut? = state.withLock { state in
                guard let cut = state.cut, cut.words.utf8.count <= bytes.count, bytes.contains(Array(cut.words.utf8)) else { return nil }
                state.cut = nil
                return cut
            }
            switch cut {
            case nil: if !Socket.write(wire.server, bytes) { Socket.cut(wire.client) }
            case .before: Socket.cut(wire.client)
            case .after:
                wire.isSilent.withLock { $0 = true }
                _ = Socket.write(wire.server, bytes)
            }
        }
        Socket.cut(wire.server)
    }

    private func answer(_ wire: Wire) {
        while true {
            let bytes = Socket.read(wire.server)
            guard !bytes.isEmpty else { break }
            // The server has answered, so that it is done; the client hears nothing of it.
            guard !wire.isSilent.withLock({ $0 }) else { break }
            guard Socket.write(wire.client, bytes) else { break }
        }
        Socket.cut(wire.client)
        Socket.cut(wire.server)
    }
}

extension CuttingProxy.Cut {
    var words: String {
        switch self {
        case .before(let words), .after(let words): words
        }
    }
}
