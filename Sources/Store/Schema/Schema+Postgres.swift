extension Schema {
    /// The tables of a new store on PostgreSQL: what the migrations `inBeginning` made on SQLite, in one piece. Every key begins with the
    /// workspace, so that tables can be distributed by it; text sorts by its bytes, as on SQLite.
    static let onPostgres = [recordOnPostgres, ledgerOnPostgres, directoryOnPostgres, membersOnPostgres, indexesOnPostgres]

    /// The words said and written, each row with its number; see `WordIndex`. `is_whole` is 0 where a text is so long that the
    /// positions of its words could not be kept.
    private static let indexesOnPostgres = """
        CREATE TABLE said (
            workspace bigint NOT NULL,
            place bigint NOT NULL,
            is_whole bigint NOT NULL,
            words tsvector NOT NULL,
            PRIMARY KEY (workspace, place)
        );
        CREATE INDEX said_by_word ON said USING gin (words);

        CREATE TABLE wrote (
            workspace bigint NOT NULL,
            place bigint NOT NULL,
            is_whole bigint NOT NULL,
            words tsvector NOT NULL,
            PRIMARY KEY (workspace, place)
        );
        CREATE INDEX wrote_by_word ON wrote USING gin (words);
        """
}
