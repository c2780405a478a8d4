extension Schema {
    /// What was removed, by ids only, with what of it is left to do (`unfinished_files`: hashes to shred, one after the other; an
    /// empty value where only pages and log are left). `removed_words` says of a meeting which words are not kept, and holds the
    /// reading in their place. A dropped original is known by its hash, so that the same file does not come in again unseen.
    static let privacy = """
        CREATE TABLE removal (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            workspace INTEGER NOT NULL REFERENCES workspace,
            what TEXT NOT NULL,
            subject BLOB NOT NULL CHECK (length(subject) = 16),
            removed_at INTEGER NOT NULL,
            unfinished_files BLOB
        ) STRICT;
        CREATE INDEX removal_by_subject ON removal (workspace, subject);

        CREATE TABLE removed_words (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
            which TEXT NOT NULL,
            removed_at INTEGER NOT NULL,
            reading BLOB,
            PRIMARY KEY (workspace, meeting)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE dropped_original (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
            sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
            PRIMARY KEY (workspace, meeting, sha256)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX dropped_original_by_hash ON dropped_original (workspace, sha256);
        """
}
