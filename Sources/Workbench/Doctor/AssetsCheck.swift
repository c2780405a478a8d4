import Crypto
public import Foundation

/// Front-end code of others: whether it is there and the one that we know.
public struct AssetsCheck: Check {
    /// SHA-256 of the files, as in Tools/setup/assets.lock.
    public static let known = [
        "echarts.min.js": "e84270bd0cd5bdf60fefc26d00c2a391cb2e81f4d26a7a9ee16185a54773a3cf",
        "htmx-2.min.js": "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de",
    ]

    private let folder: URL?

    /// - Parameter folder: nil where none was named.
    public init(folder: URL?) { self.folder = folder }

    public func look() async -> [Diagnosis] {
        let advice = "Run ./run, which fetches them into .deps/assets, and name that folder with --assets."
        guard let folder else { return [Diagnosis("assets", .note, "no folder with htmx and ECharts is named; pages work without, with fewer pictures.", advice: advice)] }
        return Self.known.sorted { $0.key < $1.key }.map { name, hash in
            guard let data = try? Data(contentsOf: folder.appendingPathComponent(name)) else { return Diagnosis("assets", .bad, "\(name) is not in \(folder.path).", advice: advice) }
            let found = SHA256.hash(data: data).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            return found == hash ? Diagnosis("assets", .good, "\(name) is the one we know.") : Diagnosis("assets", .bad, "\(name) is not the one we know.", advice: advice)
        }
    }
}
