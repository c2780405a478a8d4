import Foundation
import Store
#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The key that secrets of webhooks are kept under, when a store is moved: it lies in the folder and not in the tables.
struct MovedKey {
    private enum Outcome {
        /// No webhook was moved.
        case notNeeded
        case copied(String)
        /// The same one is there already.
        case same
        /// The target has another one.
        case other(String)
        /// It is not in the source's folder.
        case elsewhere
    }

    private static let name = "secrets.key"
    private let outcome: Outcome

    /// Copies the key into a folder that has none.
    ///
    /// - Parameter isUsed: whether webhooks were moved, which are signed with it.
    init(from source: URL, to target: URL, isUsed: Bool) throws {
        let file = source.appending(path: Self.name), place = target.appending(path: Self.name)
        guard isUsed else {
            outcome = .notNeeded
            return
        }
        guard let key = try? Data(contentsOf: file) else {
            outcome = .elsewhere
            return
        }
        if let there = try? Data(contentsOf: place) {
            outcome = there == key ? .same : .other(place.path)
            return
        }
        let descriptor = open(place.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError.fileSystem("The system refused making \(place.path). Everything else was moved: copy \(file.path) there.") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: key)
        try handle.synchronize()
        outcome = .copied(place.path)
    }

    /// What to know or do; nil where there is nothing.
    var sentence: String? {
        switch outcome {
        case .notNeeded, .same: nil
        case .copied(let path): "The key that webhooks are signed with was copied to \(path). Where the setting secret.key-file names another, put it there."
        case .other, .elsewhere: warning
        }
    }

    /// What has to be done; nil where nothing has.
    var warning: String? {
        switch outcome {
        case .notNeeded, .same, .copied: nil
        case .other(let path):
            "The webhooks that were moved cannot sign: the target has another key (\(path)). Give each a new secret with covalence webhook rotate."
        case .elsewhere:
            """
            The key that webhooks are signed with is not in the source’s folder. Give the new server the file that the setting secret.key-file \
            (COVALENCE_SECRET_KEY_FILE) named; without it webhooks need new secrets (covalence webhook rotate).
            """
        }
    }
}
