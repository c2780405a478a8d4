public import Covalence

/// What a snapshot says of itself at its beginning.
public struct SnapshotHeader: Hashable, Sendable, Codable {
    /// The Covalence that made it.
    public var madeBy: String
    public var madeAt: Timestamp
    /// `sqlite` or `postgresql`.
    public var engine: String
    /// The migrations that made the tables it comes from, oldest first.
    public var schema: [String]
    public var auditSchema: [String]
    public var workspaces: [Named]
    /// True where files were left out on purpose: a copy made before a migration.
    public var leavesFilesOut: Bool?
    /// True where it goes from one store straight into another, with what a backup leaves out (`SnapshotCatalog.onlyMoved`).
    public var isMove: Bool?

    /// A workspace in it.
    public struct Named: Hashable, Sendable, Codable {
        public var id: Identifier<Workspace>
        public var name: String
    }
}

/// What a snapshot holds, as counted while it was written or read.
public struct SnapshotSummary: Hashable, Sendable, Codable {
    public var header: SnapshotHeader
    public var tables: [TableDigest] = []
    /// Files with their bytes.
    public var files = 0
    public var fileBytes = 0
    /// Files that the store names and that were not there or not whole when it was made: a recording or an original is missing.
    public var missingFiles: [ContentHash] = []
    /// Erasures that happened while it was made; restoring carries them out.
    public var erasures: [Erasures] = []
    /// Bytes of the snapshot.
    public var bytes = 0

    /// The erasures of one workspace.
    public struct Erasures: Hashable, Sendable, Codable {
        public var workspace: Identifier<Workspace>
        public var records: [ErasureRecord]
    }

    /// Rows of all tables.
    public var rows: Int { tables.reduce(0) { $0 + $1.rows } }
}

/// How far writing or reading a snapshot has come.
public struct SnapshotProgress: Hashable, Sendable {
    public var rows = 0
    public var files = 0
    /// Bytes of the snapshot so far.
    public var bytes = 0
}

/// The head of a table in a snapshot. Columns do not hold the workspace, which its section names, nor inner numbers.
struct SnapshotTableHead: Hashable, Sendable, Codable {
    var name: String
    var columns: [String]
}

/// The beginning of a section: what follows is one workspace's tables in one database.
struct SnapshotSection: Hashable, Sendable, Codable {
    var part: SnapshotPart
    var workspace: Identifier<Workspace>
}

/// The head of a file in a snapshot.
struct SnapshotFileHead: Hashable, Sendable, Codable {
    var hash: ContentHash
    var bytes: Int
}

/// The end of a snapshot.
struct SnapshotClosing: Hashable, Sendable, Codable {
    var rows: Int
    var files: Int
    var missingFiles: [ContentHash]
    /// SHA-256 of all records before this one.
    var sha256: ContentHash
}

/// The kinds of records. A record: one byte of kind, four bytes of length, content.
enum SnapshotRecord: UInt8 {
    case header = 0x48
    case file = 0x46
    case piece = 0x50
    case fileEnd = 0x47
    case section = 0x53
    case table = 0x54
    case row = 0x52
    case tableEnd = 0x45
    case erasures = 0x58
    case closing = 0x5A

    /// The most bytes a record of ours has; a reader refuses what is larger.
    static let limit = 256 << 20
}
