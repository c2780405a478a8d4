extension Schema {
    /// Codebooks of a workspace, every version as it was written; what people decided, by places and without words; and how well a codebook is found. A
    /// decision on a meeting names it by its inner number, so that it goes with it. The index of claims is for findings that people decided on, which are
    /// learnt from where they are.
    static let codebooks = """
        CREATE TABLE codebook (
            workspace INTEGER NOT NULL REFERENCES workspace,
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            title TEXT NOT NULL,
            codes INTEGER NOT NULL,
            content TEXT NOT NULL,
            note TEXT,
            made_by BLOB,
            author TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            PRIMARY KEY (workspace, name, version)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE code_decision (
            workspace INTEGER NOT NULL REFERENCES workspace,
            id BLOB NOT NULL CHECK (length(id) = 16),
            codebook TEXT NOT NULL,
            code TEXT NOT NULL,
            verdict TEXT NOT NULL,
            meeting INTEGER,
            interaction BLOB,
            source_version INTEGER NOT NULL,
            lower INTEGER NOT NULL,
            upper INTEGER NOT NULL,
            asked TEXT,
            score REAL,
            engine TEXT,
            decided_by BLOB,
            author TEXT NOT NULL,
            decided_at INTEGER NOT NULL,
            superseded_by BLOB,
            PRIMARY KEY (workspace, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX code_decision_by_code ON code_decision (workspace, codebook, code, verdict, id);
        CREATE INDEX code_decision_by_meeting ON code_decision (workspace, meeting, codebook, code, lower);
        CREATE INDEX code_decision_by_interaction ON code_decision (workspace, interaction);

        CREATE TABLE codebook_figures (
            workspace INTEGER NOT NULL REFERENCES workspace,
            name TEXT NOT NULL,
            engine TEXT NOT NULL,
            content TEXT NOT NULL,
            learnt_at INTEGER NOT NULL,
            PRIMARY KEY (workspace, name)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX claim_decided ON claim (workspace, kind, recorded_at) WHERE standing IN ('confirmed', 'rejected');
        """
}
