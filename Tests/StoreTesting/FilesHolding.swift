public import Foundation

extension TestStore {
    /// Every file that holds these bytes: of the folder, and on PostgreSQL those behind the tables and indexes of its schema.
    public static func files(_ folder: URL, holding text: String) throws -> [String] {
        let needle = Data(text.utf8)
        var urls: [(name: String, url: URL)] = []
        let paths = FileManager.default.enumerator(atPath: folder.path)
        while let path = paths?.nextObject() as? String { urls.append((path, folder.appendingPathComponent(path))) }
        if isOnPostgres { urls += try relations(of: schema(of: folder)) }
        return urls.filter { (try? Data(contentsOf: $0.url))?.range(of: needle) != nil }.map(\.name)
    }

    /// The server is the tests' own and on this machine, so that its files can be read.
    private static func relations(of schema: String) throws -> [(name: String, url: URL)] {
        let lines = try psql("""
            CHECKPOINT;
            SELECT c.relname || '|' || current_setting('data_directory') || '/' || pg_relation_filepath(c.oid) FROM pg_class c
            WHERE c.relkind IN ('r', 'i', 't') AND (c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = '\(schema)')
                OR c.oid IN (SELECT t.reltoastrelid FROM pg_class t WHERE t.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = '\(schema)')));
            """)
        return lines.compactMap { line in
            let parts = line.split(separator: "|", maxSplits: 1).map(String.init)
            return parts.count == 2 ? (parts[0], URL(fileURLWithPath: parts[1])) : nil
        }
    }

    /// Runs statements as somebody would who can write to the database.
    @discardableResult
    public static func psql(_ sql: String) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1", address, "--file", "-"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(sql.utf8))
        try input.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return text.split(separator: "\n").map(String.init)
    }
}
