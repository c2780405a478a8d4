import Covalence
import Formats
import Testing

@Suite("CRM exports, recognising")
struct MappingTests {
    @Test(arguments: [
        (CRMSamples.salesforceOpportunities, CRMRecordKind.opportunity, CRMSource.salesforce), (CRMSamples.hubspotDeals, .opportunity, .hubspot),
        (CRMSamples.pipedriveGerman, .opportunity, .pipedrive), (CRMSamples.pipedriveFrench, .opportunity, .pipedrive),
        (CRMSamples.hubspotContacts, .contact, .hubspot), (CRMSamples.salesforceAccounts, .account, .salesforce),
        (CRMSamples.salesforceHistory, .fieldChange, .salesforce), (CRMSamples.salesforceStages, .fieldChange, .salesforce),
        (CRMSamples.pipedriveActivities, .activity, .pipedrive),
    ])
    func kindAndSource(text: String, kind: CRMRecordKind, source: CRMSource) throws {
        let export = try CRMExport(.bytes(Array(text.utf8)))
        let mapping = try #require(export.proposal)
        #expect(mapping.kind == kind && mapping.source == source)
        #expect(!mapping.kindReason.isEmpty && !mapping.sourceReason.isEmpty && mapping.columns.allSatisfy { !$0.reason.isEmpty })
        // Each field once, unless it takes several.
        let fields = mapping.columns.compactMap(\.field).filter { !$0.takesSeveral }
        #expect(Set(fields).count == fields.count)
    }

    /// Translated names, ours ‡ where no export was at hand.
    @Test(arguments: [
        (CRMRecordKind.opportunity, "Opportunity-Name;Accountname;Betrag;Phase;Schlusstermin;Wahrscheinlichkeit (%)", 6),
        (.opportunity, "ID de fiche d'informations;Nom de la transaction;Phase de la transaction;Montant;Date de fermeture;Propriétaire de la transaction", 6),
        (.opportunity, "Nombre de la oportunidad;Nombre de la cuenta;Importe;Etapa;Fecha de cierre;Próximo paso", 6),
        (.opportunity, "Affärsmöjlighetens namn;Kontonamn;Belopp;Fas;Stängningsdatum;Sannolikhet (%)", 6),
        (.opportunity, "Mahdollisuuden nimi;Tilin nimi;Summa;Vaihe;Sulkemispäivä;Todennäköisyys (%)", 6),
        (.contact, "Vorname;Nachname;E-Mail;Telefon;Accountname;Abteilung", 6), (.contact, "Prénom;Nom;Adresse e-mail;Nom de l'entreprise", 4),
        (.contact, "Given Name;Family Name;E-mail Address;Company;Business Phone", 5),
        (.contact, "Förnamn;Efternamn;E-post;Telefon;Befattning", 5), (.contact, "Etunimi;Sukunimi;Sähköposti;Puhelin;Titteli", 5),
        (.contact, "Nombre;Apellidos;Correo electrónico;Teléfono;Cargo", 5),
        (.account, "Accountname;Branche;Mitarbeiter;Jahresumsatz;Rechnungsland", 5), (.fieldChange, "Opportunity-Name;Feld/Ereignis;Alter Wert;Neuer Wert;Bearbeitungsdatum;Bearbeitet von", 6),
        (.activity, "Betreff;Datum;Typ;Kommentare;Accountname", 5), (.opportunity, "OPPORTUNITY_NAME;stageName;CLOSEDATE;AMOUNT", 4),
        (.opportunity, "Negocio - Título;Negocio - Valor;Negocio - Etapa;Negocio - Fecha de ganado;Negocio - Propietario", 5),
    ])
    func namesInSixLanguages(kind: CRMRecordKind, heading: String, count: Int) throws {
        let export = try CRMExport(.bytes(Array((heading + "\n" + heading.split(separator: ";").map { _ in "x" }.joined(separator: ";") + "\n").utf8)))
        let mapping = try #require(export.proposal)
        #expect(mapping.kind == kind)
        #expect(mapping.columns.count { $0.field != nil } == count, "\(mapping.columns.filter { $0.field == nil }.map(\.header))")
    }

    @Test func leftOverColumnsAreListedAndKept() throws {
        let read = try CRMSamples.read(CRMSamples.pipedriveGerman)
        let mapping = try #require(read.summary.mapping)
        #expect(mapping.leftOver.map(\.header) == ["Deal - Farbe"])
        #expect(read.rows[0].origin.others == [.init(column: 12, value: "blau")] && read.rows[1].origin.others.isEmpty)
        #expect(mapping.columns(for: .accountID).map(\.header) == ["Organisation - ID"])
    }

    @Test func aMappingCanBeChanged() throws {
        let text = "Deal Name,Amount,Total\nFleet,10 EUR,20 EUR\n"
        let read = try CRMSamples.opportunities(text)
        #expect(read.rows[0].amount == CRMSamples.money(1_000, "EUR"))
        let changed = try CRMSamples.opportunities(text) { $0.choose(.amount, forColumn: 2) }
        #expect(changed.rows[0].amount == CRMSamples.money(2_000, "EUR"))
        #expect(changed.summary.mapping?.columns[1].field == nil && changed.summary.mapping?.columns[2].sureness == .chosen)
        #expect(changed.rows[0].origin.others.map(\.value) == ["10 EUR"])
        let other = try CRMExport(.bytes(Array("Deal Name,Stage\nx,y\n".utf8)))
        #expect(throws: TableError.self) { try other.rows(try #require(changed.summary.mapping)) }
        #expect(throws: TableError.self) { try CRMSamples.opportunities(text) { $0.timeZone = "Nowhere/None" } }
        #expect(throws: TableError.self) { try CRMSamples.opportunities(text) { $0.defaultCurrency = "XQX" } }
    }

    @Test func wrongColumnsAreNoExport() throws {
        let export = try CRMExport(.bytes(Array("Datum,Temperatur\n1,2\n".utf8)))
        #expect(export.proposal == nil && export.headers == ["Datum", "Temperatur"] && export.rowCount == 1)
        // Somebody insists: every row says what it lacks.
        let summary = try export.dryRun(export.mapping(as: .account))
        #expect(summary.lostCount == 1 && summary.problems.map(\.kind) == [.missing])
    }

    @Test func mailsAreToldByWhatTheyAre() throws {
        let export = try CRMExport(.bytes(Array("First Name,Last Name,Kontakt via\nAnna,Berg,anna@line.example\nBo,Lind,bo@line.example\n".utf8)))
        #expect(export.proposal?.columns[2].field == .mail && export.proposal?.columns[2].sureness == .guess)
    }
}
