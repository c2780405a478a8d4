extension ColumnNames {
    /// Sources †: Salesforce's object reference and report columns of Opportunity, HubSpot's default deal properties (French: programs that
    /// read such exports), Pipedrive's list of fields (German, French, Spanish: programs that read such exports).
    static let opportunities = """
    id salesforce en † Opportunity ID | Opportunity ID 18 | OpportunityId
    id hubspot en † Deal ID
    id other en ‡ Deal ID | Opportunity Number
    name salesforce en † Opportunity Name | Name
    name hubspot en † Deal Name
    name pipedrive en † Title
    name other en ‡ Deal | Opportunity | Deal Title | Opportunity Title
    name salesforce de ‡ Opportunity-Name | Opportunityname | Name der Opportunity
    name salesforce fr ‡ Nom de l'opportunité
    name salesforce es ‡ Nombre de la oportunidad
    name salesforce sv ‡ Säljprojektets namn | Affärsmöjlighetens namn | Namn på affärsmöjlighet
    name salesforce fi ‡ Mahdollisuuden nimi | Myyntimahdollisuuden nimi
    name hubspot de ‡ Deal-Name | Dealname
    name hubspot fr † Nom de la transaction
    name hubspot es ‡ Nombre del negocio
    name hubspot sv ‡ Affärens namn | Affärsnamn
    name hubspot fi ‡ Kaupan nimi
    name pipedrive de † Titel
    name pipedrive fr † Titre
    name pipedrive es † Título
    name pipedrive sv ‡ Titel
    name pipedrive fi ‡ Otsikko
    account-id salesforce en † Account ID | AccountId
    account-id hubspot en † Associated Company IDs | Associated Company IDs (Primary)
    account-id pipedrive en † Organization ID
    account-name salesforce en † Account Name
    account-name hubspot en † Associated Company | Associated Company (Primary) | Company name
    account-name pipedrive en † Organization
    account-name other en ‡ Account | Company | Customer
    account-name salesforce de ‡ Accountname | Account-Name | Kunde
    account-name salesforce fr ‡ Nom du compte | Client
    account-name salesforce es ‡ Nombre de la cuenta | Cliente
    account-name salesforce sv ‡ Kontonamn | Kund
    account-name salesforce fi ‡ Tilin nimi | Asiakas
    account-name hubspot de ‡ Zugehöriges Unternehmen
    account-name hubspot fr ‡ Entreprise associée
    account-name hubspot es ‡ Empresa asociada
    account-name pipedrive de † Organisation
    account-name pipedrive fr † Organisation
    account-name pipedrive es ‡ Organización
    account-name pipedrive fi ‡ Organisaatio
    contact-id hubspot en † Associated Contact IDs
    contact-id pipedrive en † Contact person ID
    contact-id salesforce en † Primary Contact ID | ContactId
    contact-name hubspot en † Associated Contact
    contact-name pipedrive en † Contact person
    contact-name pipedrive de † Kontaktperson
    contact-name pipedrive fr † Personne à contacter
    contact-name pipedrive es ‡ Persona de contacto
    contact-name pipedrive sv ‡ Kontaktperson
    contact-name pipedrive fi ‡ Yhteyshenkilö
    contact-name salesforce en ‡ Primary Contact
    owner salesforce en † Opportunity Owner | Owner
    owner hubspot en † Deal owner
    owner salesforce de ‡ Opportunity-Inhaber | Opportunityinhaber | Inhaber
    owner salesforce fr ‡ Propriétaire de l'opportunité
    owner salesforce es ‡ Propietario de la oportunidad
    owner salesforce sv ‡ Affärsmöjlighetens ägare
    owner salesforce fi ‡ Mahdollisuuden omistaja
    owner hubspot de ‡ Für Deal zuständiger Mitarbeiter
    owner hubspot fr † Propriétaire de la transaction
    owner hubspot es ‡ Propietario del negocio
    amount salesforce en † Amount
    amount hubspot en † Amount
    amount pipedrive en † Value
    amount other en ‡ Deal Value | Deal Amount | Total Amount | Price
    amount salesforce de ‡ Betrag
    amount hubspot fr † Montant
    amount salesforce fr ‡ Montant
    amount salesforce es ‡ Importe | Cantidad | Monto
    amount salesforce sv ‡ Belopp
    amount salesforce fi ‡ Summa | Määrä
    amount pipedrive de † Wert
    amount pipedrive fr † Valeur
    amount pipedrive es † Valor
    amount pipedrive sv ‡ Värde
    amount pipedrive fi ‡ Arvo
    currency salesforce en † Amount Currency | Opportunity Currency
    stage salesforce en † Stage | StageName
    stage hubspot en † Deal Stage
    stage pipedrive en † Stage | Stage (pipeline)
    stage salesforce de ‡ Phase
    stage salesforce fr ‡ Étape
    stage salesforce es ‡ Etapa
    stage salesforce sv ‡ Fas | Steg
    stage salesforce fi ‡ Vaihe
    stage hubspot de ‡ Deal-Phase
    stage hubspot fr † Phase de la transaction | Étape de la transaction
    stage hubspot es ‡ Etapa del negocio
    stage hubspot sv ‡ Affärsfas | Affärssteg
    stage hubspot fi ‡ Kaupan vaihe
    stage pipedrive de † Phase
    stage pipedrive fr † Étape
    stage pipedrive es † Etapa
    pipeline hubspot en † Pipeline
    pipeline pipedrive en † Pipeline
    pipeline hubspot es ‡ Embudo
    probability salesforce en † Probability (%) | Probability
    probability hubspot en † Deal probability
    probability pipedrive en † Probability
    probability pipedrive de † Wahrscheinlichkeit
    probability salesforce de ‡ Wahrscheinlichkeit (%)
    probability salesforce fr ‡ Probabilité (%)
    probability salesforce es ‡ Probabilidad (%)
    probability salesforce sv ‡ Sannolikhet (%)
    probability salesforce fi ‡ Todennäköisyys (%)
    close-date salesforce en † Close Date
    close-date hubspot en † Close Date
    close-date pipedrive en † Expected close date
    close-date other en ‡ Expected Close | Closing Date
    close-date salesforce de ‡ Schlusstermin | Abschlussdatum
    close-date salesforce fr ‡ Date de clôture
    close-date salesforce es ‡ Fecha de cierre
    close-date salesforce sv ‡ Stängningsdatum | Slutdatum
    close-date salesforce fi ‡ Sulkemispäivä | Päättymispäivä
    close-date hubspot de ‡ Abschlussdatum
    close-date hubspot fr † Date de fermeture
    close-date hubspot es ‡ Fecha de cierre
    close-date pipedrive de ‡ Erwartetes Abschlussdatum | Voraussichtliches Abschlussdatum
    close-date pipedrive fr ‡ Date de clôture prévue | Date de clôture attendue
    close-date pipedrive es ‡ Fecha prevista de cierre | Fecha de cierre prevista
    close-date pipedrive sv ‡ Förväntat slutdatum | Förväntat avslutsdatum
    close-date pipedrive fi ‡ Odotettu päätöspäivä | Odotettu sulkemispäivä
    closed-at pipedrive en † Deal closed on | Closed on
    closed-at pipedrive de † Deal abgeschlossen am
    closed-at pipedrive fr ‡ Affaire clôturée le
    closed-at pipedrive es ‡ Negocio cerrado el | Trato cerrado el
    won-at pipedrive en † Won time
    won-at pipedrive de † Datum des gewonnenen Deals
    won-at pipedrive fr † Date de gain
    won-at pipedrive es † Fecha de ganado
    lost-at pipedrive en † Lost time
    lost-at pipedrive de † Datum des verlorenen Deals
    lost-at pipedrive fr † Date de perte
    lost-at pipedrive es ‡ Fecha de perdido
    status pipedrive en † Status
    status pipedrive de † Status
    status pipedrive fr † Statut
    status pipedrive es ‡ Estado
    status pipedrive sv ‡ Status
    status pipedrive fi ‡ Tila
    is-closed salesforce en † Closed | IsClosed
    is-closed hubspot en † Is Deal Closed? | Is closed
    is-won salesforce en † Won | IsWon
    is-won hubspot en † Is Closed Won
    is-closed salesforce de ‡ Geschlossen
    is-won salesforce de ‡ Gewonnen
    forecast-category salesforce en † Forecast Category | ForecastCategoryName
    forecast-category hubspot en † Forecast category
    forecast-category salesforce de ‡ Prognosekategorie
    forecast-category salesforce fr ‡ Catégorie de prévisions
    forecast-category salesforce es ‡ Categoría de pronóstico
    lost-reason pipedrive en † Lost reason
    lost-reason hubspot en † Closed Lost Reason
    lost-reason salesforce en ‡ Loss Reason | Reason Lost
    lost-reason pipedrive de † Verlustgrund
    lost-reason pipedrive fr † Raison de la perte | Raison de perte
    lost-reason pipedrive es ‡ Razón de pérdida | Motivo de pérdida
    lost-reason pipedrive sv ‡ Förlustorsak
    lost-reason pipedrive fi ‡ Häviön syy
    next-step salesforce en † Next Step
    next-step hubspot en † Next step
    next-step salesforce de ‡ Nächster Schritt
    next-step salesforce fr ‡ Étape suivante | Prochaine étape
    next-step salesforce es ‡ Paso siguiente | Próximo paso
    next-step salesforce sv ‡ Nästa steg
    next-step salesforce fi ‡ Seuraava vaihe
    competitors salesforce en † Competitor | Main Competitor(s) | Competitors
    competitors salesforce de ‡ Mitbewerber | Wettbewerber
    competitors salesforce fr ‡ Concurrent | Concurrents
    competitors salesforce es ‡ Competidor | Competidores
    competitors salesforce sv ‡ Konkurrent | Konkurrenter
    competitors salesforce fi ‡ Kilpailija | Kilpailijat
    opportunity-type salesforce en † Type | Opportunity Type
    opportunity-type hubspot en † Deal Type
    opportunity-type salesforce de ‡ Typ
    lead-source salesforce en † Lead Source
    lead-source hubspot en † Original Traffic Source | Original Source
    lead-source pipedrive en † Source channel
    lead-source salesforce de ‡ Lead-Quelle
    created-at pipedrive en † Deal created | Creation date
    created-at pipedrive de † Deal erstellt
    created-at pipedrive fr † Affaire créée
    created-at pipedrive es ‡ Negocio creado | Trato creado
    created-at pipedrive sv ‡ Affär skapad
    created-at pipedrive fi ‡ Kauppa luotu
    note salesforce en † Description
    note hubspot en † Deal Description
    """
}
