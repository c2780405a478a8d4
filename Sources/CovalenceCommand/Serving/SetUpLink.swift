import Foundation
import Workbench

/// The link that sets a store up, in a file of the data folder that its owner alone can read: where standard output is no terminal it would be kept in a
/// journal that others read.
struct SetUpLink: Sendable {
    let file: URL

    /// - Parameter folder: the data folder.
    init(in folder: URL) { file = folder.appending(path: "set-up-link") }

    /// The link as it was written last, with the address of the server; nil where there is none.
    var address: String? {
        (try? String(contentsOf: file, encoding: .utf8)).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The token in it.
    var token: String? { address?.split(separator: "=").last.map(String.init) }

    /// Puts a link in the place of the former one.
    func write(_ address: String) throws {
        // Nobody else's from its first byte on: `umask` was set when the folder was opened.
        try Data((address + "\n").utf8).write(to: file, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    }

    /// Removes it: it was used, or another one was made.
    func remove() { try? FileManager.default.removeItem(at: file) }

    /// Waits until the store is set up, on whichever node, and removes the link then.
    func removeWhenUsed(in bench: Workbench) async {
        while (try? await Task.sleep(for: .seconds(2))) != nil {
            guard let needs = try? await bench.needsFirstSetUp() else { continue }
            if !needs { return remove() }
        }
    }
}
