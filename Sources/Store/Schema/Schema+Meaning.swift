extension Schema {
    /// What a model of meaning read in the current words of a meeting, one row a meeting. It has codes and numbers and no words. Unlike what is in `cache`, it
    /// outlives changes that leave the words as they are: it takes seconds to make. `cast_version` is the cast it was read with.
    static let meaning = """
        CREATE TABLE meaning_marks (
            workspace INTEGER NOT NULL,
            meeting INTEGER NOT NULL REFERENCES meeting,
            transcript_version INTEGER NOT NULL,
            cast_version INTEGER NOT NULL,
            engine TEXT NOT NULL,
            content BLOB NOT NULL,
            PRIMARY KEY (workspace, meeting)
        ) STRICT, WITHOUT ROWID;
        """
}
