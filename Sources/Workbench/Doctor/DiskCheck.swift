public import Foundation
import Operations

/// Room on the disk: for what is to come, and for erasing, which writes the database anew. Where files are on another file system, on that too.
public struct DiskCheck: Check {
    private let folder: URL
    private let reserve: Int

    /// - Parameters:
    ///   - folder: the data folder, with `files` in it.
    ///   - reserve: bytes that should be free on each.
    public init(folder: URL, reserve: Int) {
        self.folder = folder
        self.reserve = reserve
    }

    public func look() async -> [Diagnosis] {
        let places = DiskRoom.places(of: folder)
        return places.map { place in
            // Only where there are two does it matter which.
            let name = places.count == 1 ? "" : " in \(place.path)"
            guard let free = DiskRoom.freeBytes(at: place.path) else { return Diagnosis("disk", .note, "the system does not say how much room there is\(name).") }
            let room = "\(free / 1_000_000) MB are free\(name)"
            if free < reserve {
                return Diagnosis("disk", .bad, "\(room), less than the \(reserve / 1_000_000) MB to keep free; the server says that it is not ready.", advice: "Make room, or move it to a larger disk.")
            }
            let size = place == folder ? Self.databaseBytes(in: folder) : 0
            if free < size + reserve {
                return Diagnosis("disk", .note, "\(room); the database has \(size / 1_000_000) MB.", advice: "Erasing writes the database anew and needs that much beside it. Make room before somebody asks for it.")
            }
            return Diagnosis("disk", .good, "\(room).")
        }
    }

    private static func databaseBytes(in folder: URL) -> Int {
        ["covalence.sqlite", "covalence.sqlite-wal"].reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: folder.appendingPathComponent(name).path)
            return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
        }
    }
}
