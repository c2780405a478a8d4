/// How much work and memory scrypt takes (RFC 7914): N = 2^`costLog2` steps over blocks of 128 × `blockSize` bytes,
/// `parallelism` times.
public struct ScryptParameters: Hashable, Sendable {
    /// log₂ of N, 4 to 20.
    public let costLog2: Int
    /// r, 1 to 16.
    public let blockSize: Int
    /// p, 1 to 16.
    public let parallelism: Int

    /// N = 2¹⁵, r = 8, p = 3: 32 MiB, one of the settings OWASP's Password Storage Cheat Sheet holds to be enough.
    public static let standard = ScryptParameters(known: 15, 8, 3)

    /// Nil outside the limits: those of each number, 256 MiB of memory, and about five times the standard's work. They keep a
    /// hash that somebody has tampered with from stopping the server.
    public init?(costLog2: Int, blockSize: Int, parallelism: Int) {
        guard (4...20).contains(costLog2), (1...16).contains(blockSize), (1...16).contains(parallelism) else { return nil }
        let blocks = (1 << costLog2) * blockSize
        guard blocks * 128 <= 256 << 20, blocks * parallelism <= 1 << 22 else { return nil }
        self.init(known: costLog2, blockSize, parallelism)
    }

    private init(known costLog2: Int, _ blockSize: Int, _ parallelism: Int) {
        self.costLog2 = costLog2
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// The memory one hash takes, in bytes.
    public var memory: Int { 128 * blockSize << costLog2 }
}
