public import Foundation
import Operations

/// Room on the disk: for what is to come, and for erasing, which writes the database anew.
public struct DiskCheck: Check {
    private let folder: URL
    private let reserve: Int

    /// - Parameter reserve: bytes that should be free.
    public init(folder: URL, reserve: Int) {
        self.folder = folder
        self.reserve = reserve
    }

    public func look() async -> [Diagnosis] {
        guard let free = DiskRoom.freeBytes(at: folder.path) else { return [Diagnosis("disk", .note, "the system does not say how much room there is.")] }
        let size = ["covalence.sqlite", "covalence.sqlite-wal"].reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: folder.appendingPathComponent(name).path)
            return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
        }
        let room = "\(free / 1_000_000) MB are free"
        if free < reserve {
            return [Diagnosis("disk", .bad, "\(room), less than the \(reserve / 1_000_000) MB to keep free; the server says that it is not ready.", advice: "Make room, or move the data folder to a larger disk.")]
        }
        if free < size + reserve {
            return [Diagnosis("disk", .note, "\(room); the database has \(size / 1_000_000) MB.", advice: "Erasing writes the database anew and needs that much beside it. Make room before somebody asks for it.")]
        }
        return [Diagnosis("disk", .good, "\(room).")]
    }
}
