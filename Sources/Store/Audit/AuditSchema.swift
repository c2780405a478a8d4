
/// The tables of `audit.sqlite`, as migrations that are never changed once released.
enum AuditSchema {
    /// “CvlA”: marks the file as ours.
    static let applicationID: Int32 = 0x4376_6C41

    static let migrations = [
        Migration("1: chains, entries, seals") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: tables)
            for table in ["chain", "entry", "mention", "seal"] {
                try db.execute(sql: """
                    CREATE TRIGGER \(table)_is_not_changed BEFORE UPDATE ON \(table)
                    BEGIN SELECT RAISE(ABORT, 'The audit log is only added to.'); END
                    """)
            }
            for table in ["chain", "seal"] {
                try db.execute(sql: """
                    CREATE TRIGGER \(table)_is_kept BEFORE DELETE ON \(table)
                    BEGIN SELECT RAISE(ABORT, 'The audit log is only added to.'); END
                    """)
            }
            // What a signed cut covers may go. So no trigger is ever lifted.
            for table in ["entry", "mention"] {
                try db.execute(sql: """
                    CREATE TRIGGER \(table)_is_kept BEFORE DELETE ON \(table)
                    WHEN NOT EXISTS (SELECT 1 FROM seal WHERE chain = OLD.chain AND purpose = 'cut' AND through >= OLD.sequence)
                    BEGIN SELECT RAISE(ABORT, 'The audit log is only added to.'); END
                    """)
            }
        },
    ]

    private static let tables = """
        CREATE TABLE chain (
            number INTEGER PRIMARY KEY,
            workspace BLOB NOT NULL CHECK (length(workspace) = 16),
            node BLOB NOT NULL CHECK (length(node) = 16),
            UNIQUE (workspace, node)
        ) STRICT;

        CREATE TABLE entry (
            chain INTEGER NOT NULL REFERENCES chain,
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            id BLOB NOT NULL,
            at INTEGER NOT NULL,
            actor_kind TEXT NOT NULL,
            actor BLOB,
            action TEXT NOT NULL,
            subject_kind TEXT,
            subject BLOB,
            related BLOB NOT NULL,
            origin TEXT NOT NULL,
            session BLOB,
            outcome TEXT NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            PRIMARY KEY (chain, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX entry_newest ON entry (chain, at, sequence);
        CREATE INDEX entry_by_actor ON entry (chain, actor, at, sequence) WHERE actor IS NOT NULL;

        CREATE TABLE mention (
            chain INTEGER NOT NULL,
            thing BLOB NOT NULL,
            at INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            PRIMARY KEY (chain, thing, at, sequence)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE seal (
            number INTEGER PRIMARY KEY,
            chain INTEGER NOT NULL REFERENCES chain,
            purpose TEXT NOT NULL CHECK (purpose IN ('seal', 'cut')),
            first INTEGER NOT NULL,
            through INTEGER NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            at INTEGER NOT NULL,
            key BLOB NOT NULL,
            signature BLOB NOT NULL
        ) STRICT;
        CREATE INDEX seal_of_chain ON seal (chain, purpose, through);
        """
}
