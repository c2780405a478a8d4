import Covalence
import Formats
import Foundation

/// Small exports with made-up people. Columns are named as the makers document them (Salesforce: object reference and report columns; HubSpot:
/// default properties; Pipedrive: list of fields), German and French ones as programs that read such exports expect them.
enum CRMSamples {
    /// An amount in the smallest unit of a currency.
    static func money(_ minorUnits: Int64, _ code: String) -> Money { Money(minorUnits: minorUnits, currency: Currency(code)!) }

    static let salesforceOpportunities = """
    Opportunity ID,Opportunity Name,Account ID,Account Name,Stage,Amount,Amount Currency,Probability (%),Close Date,Created Date,Last Modified Date,Opportunity Owner,Next Step,Closed,Won,Forecast Category,Region__c
    0065g00000AbCdE,Water recycling line 2,0015g00000XyZaB,Lindräta Textile Care,Negotiation,"1,250,000.50",SEK,75,9/30/2026,1/15/2026,3/4/2026 9:30 AM,Ingrid Falk,"Visit, with their engineer",0,0,Best Case,Nordic
    0065g00000AbCdF,Sorting line,0015g00000XyZaC,Nordhask Group,Closed Won,"98,000.00",NOK,100,2/13/2026,11/3/2025,2/13/2026 4:05 PM,Ingrid Falk,,1,1,Closed,

    """

    static let hubspotDeals = """
    Record ID,Deal Name,Deal Stage,Pipeline,Amount,Currency,Close Date,Create Date,Deal owner,Deal probability,Associated Company,Associated Company IDs,Associated Contact IDs,Closed Lost Reason
    11870000001,Fleet platform,Presentation Scheduled,Sales Pipeline,84000,EUR,2026-09-30 12:00,2026-01-15 08:20,Dietmar Vosskamp,0.4,Mölkhaven Milk Haulage,9001,8001;8002,
    11870000002,Payroll move,Closed Lost,Sales Pipeline,,EUR,,2026-02-01 10:00,Dietmar Vosskamp,0,Hiivanen Bakeries,9002,,Too dear
    """

    static let pipedriveGerman = """
    Deal - ID;Deal - Titel;Deal - Organisation;Deal - Wert;Deal - Währung;Deal - Status;Deal - Phase;Deal - Kontaktperson;Deal - Deal erstellt;Deal - Datum des gewonnenen Deals;Deal - Verlustgrund;Deal - Besitzer;Deal - Farbe;Organisation - ID
    41;Flottenplattform;Mölkhaven Milk Haulage;1.234,56;EUR;Offen;Verhandlung;Heike Brandow;04.03.2026 09:30:00;;;Annika Lührsen;blau;77
    42;Tankreinigung;Mölkhaven Milk Haulage;12.500,00;EUR;Gewonnen;Abschluss;Jörg Tietzel;15.01.2026 08:00:00;28.02.2026 17:45:00;;Annika Lührsen;;77
    """

    static let pipedriveFrench = """
    Affaire - Titre;Affaire - Valeur;Affaire - Devise;Affaire - Organisation;Affaire - Personne à contacter;Affaire - Étape;Affaire - Statut;Affaire - Date de clôture prévue;Affaire - Raison de la perte;Affaire - Propriétaire
    Ligne de tri;12\u{202F}500,50;EUR;Fermes du Lac;Nadia Chérif;Proposition;Ouvert;15/11/2026;;Inès Moreau
    Fours;8\u{202F}000;EUR;Fermes du Lac;Nadia Chérif;Négociation;Perdu;02/10/2026;Trop cher;Inès Moreau
    """

    static let hubspotContacts = """
    Record ID,First Name,Last Name,Email,Additional email addresses,Phone Number,Job Title,Associated Company,Associated Company IDs,Contact owner,Preferred language,Country/Region,Lifecycle Stage
    8001,Heike,Brandow,Heike.Brandow@moelkhaven.example,h.brandow@fleet.example;heike@home.example,+49 40 5550 101,Fleet manager,Mölkhaven Milk Haulage,9001,Annika Lührsen,German,Germany,Lead
    8002,,,tietzel@moelkhaven.example,not an address,12,,Mölkhaven Milk Haulage,9001,,,DE,
    8003,,,,,,,,,,,,
    """

    static let salesforceAccounts = """
    Account ID,Account Name,Type,Industry,Employees,Annual Revenue,Billing Country,Billing City,Website,Phone,Parent Account,Account Owner,Created Date
    0015g00000XyZaB,Lindräta Textile Care,Prospect,Hospital laundry,"1,200","$45,000,000.00",Denmark,Aarhus,https://www.lindrata.example/en,+45 5550 1200,,Ingrid Falk,1/31/2026
    0015g00000XyZaC,Nordhask Group,Customer,Seafood,many,,Norwegen,Bodø,nordhask.example,,,Ingrid Falk,2/3/2026
    """

    static let salesforceHistory = """
    Opportunity Name,Opportunity ID,Field / Event,Old Value,New Value,Edit Date,Edited By
    Water recycling line 2,0065g00000AbCdE,Stage,Qualification,Negotiation,13.02.2026 14:05,Ingrid Falk
    Water recycling line 2,0065g00000AbCdE,Close Date,30.06.2026,30.09.2026,04.03.2026 09:30,Ingrid Falk
    Water recycling line 2,0065g00000AbCdE,Amount,"SEK 900,000.00","SEK 1,250,000.50",04.03.2026 09:31,Ingrid Falk
    Water recycling line 2,0065g00000AbCdE,Region__c,,Nordic,05.03.2026 10:00,Ingrid Falk
    """

    /// As the data export service writes OpportunityHistory: names of the interface, times in UTC.
    static let salesforceStages = """
    "ID","OPPORTUNITYID","CREATEDBYID","CREATEDDATE","STAGENAME","AMOUNT","EXPECTEDREVENUE","CLOSEDATE","PROBABILITY","ISDELETED"
    "0085g00000AbCdE","0065g00000AbCdE","0055g00000AbCdE","2026-02-13T13:05:00.000Z","Negotiation","900000.0","675000.0","2026-06-30","75.0","0"
    """

    static let pipedriveActivities = """
    Activity - ID,Activity - Subject,Activity - Type,Activity - Due date,Activity - Due time,Activity - Done,Activity - Note,Activity - Assigned to user,Activity - Add time,Deal,Organization,Contact person
    5,Visit the plant,Meeting,2026-03-04,09:30,Done,<p>They run <b>three</b> shifts.</p><p>Next: numbers.</p>,Annika Lührsen,2026-02-20 08:00:00,Flottenplattform,Mölkhaven Milk Haulage,Heike Brandow
    6,Call back,Call,2026-03-09,,To do,,Annika Lührsen,2026-03-04 11:00:00,,,
    """

    static let all: [(name: String, text: String)] = [
        ("salesforce opportunities", salesforceOpportunities), ("hubspot deals", hubspotDeals), ("pipedrive de", pipedriveGerman), ("pipedrive fr", pipedriveFrench),
        ("hubspot contacts", hubspotContacts), ("salesforce accounts", salesforceAccounts), ("salesforce history", salesforceHistory),
        ("salesforce stages", salesforceStages), ("pipedrive activities", pipedriveActivities),
    ]

    /// Reads a text with its proposed mapping, after `change`.
    static func read(_ text: String, limits: TableLimits = TableLimits(), as kind: CRMRecordKind? = nil, change: (inout ColumnMapping) -> Void = { _ in }) throws -> (rows: [CRMRow], summary: ImportSummary) {
        let export = try CRMExport(.bytes(Array(text.utf8)), file: "export.csv", limits: limits)
        guard var mapping = kind.map(export.mapping) ?? export.proposal else { throw TableError(kind: .notRecognised, file: nil, reason: "No mapping.", advice: "") }
        change(&mapping)
        var reader = try export.rows(mapping)
        var rows: [CRMRow] = []
        while let row = try reader.next() { rows.append(row) }
        return (rows, reader.summary)
    }

    static func opportunities(_ text: String, change: (inout ColumnMapping) -> Void = { _ in }) throws -> (rows: [OpportunityRow], summary: ImportSummary) {
        let read = try read(text, as: .opportunity, change: change)
        return (read.rows.compactMap { if case .opportunity(let row) = $0 { row } else { nil } }, read.summary)
    }

    /// A file of opportunities with one column of values, each a row.
    static func column(_ header: String, _ values: [String], change: (inout ColumnMapping) -> Void = { _ in }) throws -> (rows: [OpportunityRow], summary: ImportSummary) {
        let quoted = values.enumerated().map { "Deal \($0.offset),\"\($0.element)\"" }
        return try opportunities((["Deal Name,\(header)"] + quoted).joined(separator: "\n"), change: change)
    }
}
