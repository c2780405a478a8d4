extension Schema {
    /// What people did with topics: the state of each, what was done one after the other, and the passages it is known again by. Of what was said neither a word nor
    /// a number stands here, so that nothing is left of an erased meeting but what people typed.
    ///
    /// `account` is empty for topics of the whole workspace; `seen_by` then says in whose sight they were found, empty for everything.
    static let topics = """
        CREATE TABLE topic (
            workspace INTEGER NOT NULL REFERENCES workspace,
            id BLOB NOT NULL CHECK (length(id) = 16),
            account BLOB,
            seen_by BLOB,
            name TEXT,
            is_pinned INTEGER NOT NULL,
            is_dismissed INTEGER NOT NULL,
            merged_into BLOB,
            version INTEGER NOT NULL,
            PRIMARY KEY (workspace, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX topic_by_set ON topic (workspace, account, seen_by);

        CREATE TABLE topic_change (
            workspace INTEGER NOT NULL REFERENCES workspace,
            topic BLOB NOT NULL,
            ordinal INTEGER NOT NULL,
            kind TEXT NOT NULL,
            name TEXT,
            merged_into BLOB,
            author_name TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            PRIMARY KEY (workspace, topic, ordinal)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE topic_anchor (
            workspace INTEGER NOT NULL REFERENCES workspace,
            topic BLOB NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
            utterance INTEGER NOT NULL,
            PRIMARY KEY (workspace, topic, meeting, utterance)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX topic_anchor_by_meeting ON topic_anchor (workspace, meeting);
        """
}
