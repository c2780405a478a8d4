public import Foundation

/// How much room there is.
public enum DiskRoom {
    /// Bytes that we may still write on the disk of a file or folder; nil where the system does not say.
    public static func freeBytes(at path: String) -> Int? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int(clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }

    /// The folders of a data folder whose room counts: itself, and `files` in it where that is on another file system.
    public static func places(of data: URL) -> [URL] {
        let files = data.appendingPathComponent("files", isDirectory: true)
        guard let here = device(of: data), let there = device(of: files), here != there else { return [data] }
        return [data, files]
    }

    private static func device(of url: URL) -> dev_t? {
        var status = stat()
        return stat(url.path, &status) == 0 ? status.st_dev : nil
    }
}
