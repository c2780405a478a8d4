import ArgumentParser

/// `covalence import`: what comes from elsewhere.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Puts transcripts, mails, mailboxes, calendars, exports of CRMs and address cards into the store.",
        discussion: """
            What a file is, its content says, not its name; only lines of interactions are told by the ending .ndjson (docs/intake.md). A transcript with broken cues is not imported \
            unless --import-rest says so; nothing of the others is lost by it. What was broken off goes on where it was when it is named again; nothing comes in twice.

            EXAMPLES:
              covalence import *.vtt --data ./data
              covalence import call.json --customer SPEAKER_01 --seller SPEAKER_00 --title "First call" --started 2026-03-04T09:30:00Z
              covalence import inbox.mbox calendar.ics --data ./data --people all
              covalence import call.vtt --consent analysis,recording --consent-on 2026-03-04 --consent-words "May we record this?"
              covalence import deals.csv --dry-run
              covalence import deals.csv --kind opportunity --source salesforce --map "Deal value=amount" --currency EUR
              covalence import list
              covalence import undo 0197a3c4-…

            EXPORTS OF CRMs: accounts, contacts, opportunities, activities and field history as Salesforce, HubSpot and Pipedrive write them (docs/imports.md). --dry-run says what would \
            become of the rows. The same export again changes nothing; a newer one updates what it brought.

            CONSENT: where the workspace's policy would lose a meeting or its words because consent is missing, nothing is imported until you say who agreed, or --without-consent.

            covalence import files --help lists all options.
            """,
        subcommands: [ImportFilesCommand.self, ImportListCommand.self, ImportUndoCommand.self],
        defaultSubcommand: ImportFilesCommand.self
    )
}
