extension Schema {
    /// Imports of tables and address cards. `imported_record` knows every record of a source again by a digest of source, kind and id, with digests of its fields
    /// as they came last; `import_change` says what each row made or changed, so that it can go back. `former` holds what stood there before, where something did.
    static let imports = """
        CREATE TABLE record_import (
            workspace INTEGER NOT NULL REFERENCES workspace,
            id BLOB NOT NULL CHECK (length(id) = 16),
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            source TEXT NOT NULL,
            state TEXT NOT NULL,
            mapping TEXT NOT NULL,
            report TEXT NOT NULL,
            row_count INTEGER NOT NULL,
            place INTEGER NOT NULL,
            added INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            unchanged INTEGER NOT NULL,
            refused INTEGER NOT NULL,
            removed INTEGER NOT NULL,
            restored INTEGER NOT NULL,
            kept INTEGER NOT NULL,
            made_by BLOB,
            made_by_name TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            written_at INTEGER,
            ended_at INTEGER,
            version INTEGER NOT NULL,
            PRIMARY KEY (workspace, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX record_import_newest ON record_import (workspace, made_at, id);

        CREATE TABLE imported_record (
            workspace INTEGER NOT NULL REFERENCES workspace,
            source_key BLOB NOT NULL,
            thing TEXT NOT NULL,
            id BLOB NOT NULL,
            fields TEXT NOT NULL,
            PRIMARY KEY (workspace, source_key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX imported_record_of ON imported_record (workspace, id);

        CREATE TABLE import_change (
            workspace INTEGER NOT NULL REFERENCES workspace,
            import BLOB NOT NULL,
            ordinal INTEGER NOT NULL,
            source_key BLOB NOT NULL,
            thing TEXT NOT NULL,
            id BLOB NOT NULL,
            is_new INTEGER NOT NULL,
            former TEXT,
            former_fields TEXT,
            left_as TEXT NOT NULL,
            at INTEGER NOT NULL,
            outcome TEXT,
            PRIMARY KEY (workspace, import, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX import_change_of ON import_change (workspace, id);
        CREATE INDEX claim_by_object ON claim (workspace, object) WHERE object IS NOT NULL;
        """
}
