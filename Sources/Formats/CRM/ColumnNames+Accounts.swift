extension ColumnNames {
    /// Sources †: Salesforce's object reference (labels and API names of Account, Contact), HubSpot's default company and contact properties,
    /// Pipedrive's list of import and export fields.
    static let accounts = """
    id salesforce en † Account ID | Account ID 18 | AccountId
    id hubspot en † Company ID
    name salesforce en † Account Name | Name
    name hubspot en † Company name | Name
    name pipedrive en † Name
    name other en ‡ Company | Account | Organization | Organisation | Organization name
    name salesforce de ‡ Accountname | Account-Name | Firmenname
    name salesforce fr ‡ Nom du compte
    name salesforce es ‡ Nombre de la cuenta
    name salesforce sv ‡ Kontonamn
    name salesforce fi ‡ Tilin nimi | Asiakkaan nimi
    name hubspot de ‡ Unternehmensname | Name des Unternehmens
    name hubspot fr † Nom de l'entreprise
    name hubspot es ‡ Nombre de la empresa
    name hubspot sv ‡ Företagsnamn | Företagets namn
    name hubspot fi ‡ Yrityksen nimi
    name pipedrive de ‡ Name
    name pipedrive fr ‡ Nom
    name pipedrive es ‡ Nombre
    name pipedrive sv ‡ Namn
    name pipedrive fi ‡ Nimi
    owner salesforce en † Account Owner | Owner
    owner hubspot en † Company owner
    owner salesforce de ‡ Accountinhaber | Inhaber
    owner salesforce fr ‡ Propriétaire du compte
    owner salesforce es ‡ Propietario de la cuenta
    owner salesforce sv ‡ Kontoägare
    owner salesforce fi ‡ Tilin omistaja
    owner hubspot de ‡ Für Unternehmen zuständiger Mitarbeiter
    owner hubspot fr ‡ Propriétaire de l'entreprise
    owner hubspot es ‡ Propietario de la empresa
    parent-id salesforce en † Parent Account ID | ParentId
    parent-id hubspot en † Parent Company ID
    parent-name salesforce en † Parent Account
    parent-name hubspot en † Parent Company
    parent-name salesforce de ‡ Übergeordneter Account
    parent-name salesforce fr ‡ Compte parent
    parent-name salesforce es ‡ Cuenta principal
    account-type salesforce en † Type | Account Type
    account-type hubspot en † Type
    account-type salesforce de ‡ Typ
    account-type salesforce es ‡ Tipo
    industry salesforce en † Industry
    industry hubspot en † Industry
    industry pipedrive en † Industry
    industry salesforce de ‡ Branche
    industry salesforce fr ‡ Secteur d'activité | Secteur
    industry salesforce es ‡ Sector | Industria
    industry salesforce sv ‡ Bransch
    industry salesforce fi ‡ Toimiala
    employees salesforce en † Employees | NumberOfEmployees
    employees hubspot en † Number of Employees
    employees pipedrive en † Number of employees
    employees salesforce de ‡ Mitarbeiter | Anzahl der Mitarbeiter
    employees salesforce fr ‡ Employés | Nombre d'employés
    employees salesforce es ‡ Empleados | Número de empleados
    employees salesforce sv ‡ Anställda | Antal anställda
    employees salesforce fi ‡ Työntekijät | Työntekijöiden määrä
    revenue salesforce en † Annual Revenue
    revenue hubspot en † Annual Revenue
    revenue pipedrive en † Annual revenue
    revenue salesforce de ‡ Jahresumsatz
    revenue salesforce fr ‡ Chiffre d'affaires annuel | Revenu annuel
    revenue salesforce es ‡ Ingresos anuales
    revenue salesforce sv ‡ Årsintäkt | Omsättning
    revenue salesforce fi ‡ Vuotuinen liikevaihto | Liikevaihto
    country salesforce en † Billing Country | Billing Country Code | BillingCountryCode
    country hubspot en † Country/Region | Country
    country pipedrive en † Country of Address | Address - Country of Address
    country salesforce de ‡ Rechnungsland | Land
    country salesforce fr ‡ Pays de facturation | Pays
    country salesforce es ‡ País de facturación | País
    country salesforce sv ‡ Faktureringsland | Land
    country salesforce fi ‡ Laskutusmaa | Maa
    city salesforce en † Billing City
    city hubspot en † City
    city pipedrive en † City/town/village/locality of Address
    city salesforce de ‡ Rechnungsort | Ort | Stadt
    city salesforce fr ‡ Ville de facturation | Ville
    city salesforce es ‡ Ciudad de facturación | Ciudad
    city salesforce sv ‡ Faktureringsort | Ort | Stad
    city salesforce fi ‡ Laskutuskaupunki | Kaupunki
    website salesforce en † Website
    website hubspot en † Website URL | Company Domain Name | Domain
    website pipedrive en † Website
    website hubspot de ‡ Domain-Name des Unternehmens | Website-URL
    website hubspot fr ‡ Nom de domaine de l'entreprise | URL du site web
    website hubspot es ‡ Nombre de dominio de la empresa | URL del sitio web
    website salesforce sv ‡ Webbplats
    website salesforce fi ‡ Verkkosivusto | Kotisivu
    phone salesforce en † Phone
    phone hubspot en † Phone Number
    phone salesforce de ‡ Telefon
    phone salesforce fr ‡ Téléphone
    phone salesforce es ‡ Teléfono
    phone salesforce fi ‡ Puhelin
    note salesforce en † Account Description | Description
    note hubspot en † Description
    """

    static let contacts = """
    id salesforce en † Contact ID | Contact ID 18
    id hubspot en † Contact ID
    name salesforce en † Full Name | Name
    name pipedrive en † Name
    name other en ‡ Contact | Contact Name | Person
    name pipedrive fr ‡ Nom
    name pipedrive es ‡ Nombre
    name pipedrive sv ‡ Namn
    name pipedrive fi ‡ Nimi
    first-name salesforce en † First Name
    first-name hubspot en † First Name
    first-name pipedrive en † First name
    first-name other en ‡ Given Name
    first-name salesforce de ‡ Vorname
    first-name hubspot fr † Prénom
    first-name salesforce es ‡ Nombre | Nombre de pila
    first-name salesforce sv ‡ Förnamn
    first-name salesforce fi ‡ Etunimi
    last-name salesforce en † Last Name
    last-name hubspot en † Last Name
    last-name pipedrive en † Last name
    last-name other en ‡ Family Name | Surname
    last-name salesforce de ‡ Nachname
    last-name hubspot fr † Nom | Nom de famille
    last-name salesforce es ‡ Apellidos | Apellido
    last-name salesforce sv ‡ Efternamn
    last-name salesforce fi ‡ Sukunimi
    mail salesforce en † Email
    mail hubspot en † Email | Additional email addresses | Work email
    mail pipedrive en † Email | Email - Work | Email - Home | Email - Other
    mail other en ‡ E-mail Address | E-mail 1 - Value | Mail
    mail pipedrive de ‡ E-Mail | E-Mail - Büro | E-Mail - Privat | E-Mail - Sonstige
    mail pipedrive fr ‡ E-mail | Adresse e-mail | E-mail - Travail | E-mail - Domicile | E-mail - Autre
    mail pipedrive es ‡ Correo electrónico | Correo electrónico - Trabajo | Correo | Correo - Trabajo
    mail pipedrive sv ‡ E-post | E-post - Arbete | E-postadress
    mail pipedrive fi ‡ Sähköposti | Sähköposti - Työ | Sähköpostiosoite
    phone salesforce en † Phone | Business Phone | Mobile | MobilePhone
    phone hubspot en † Phone Number | Mobile Phone Number
    phone pipedrive en † Phone | Phone - Work | Phone - Home | Phone - Mobile | Phone - Other
    phone pipedrive de ‡ Telefon | Telefon - Büro | Telefon - Mobil | Handy | Mobiltelefon
    phone pipedrive fr ‡ Téléphone | Téléphone - Travail | Téléphone - Mobile | Numéro de téléphone
    phone pipedrive es ‡ Teléfono | Teléfono - Trabajo | Teléfono móvil | Móvil
    phone pipedrive sv ‡ Telefon - Arbete | Telefonnummer | Mobil
    phone pipedrive fi ‡ Puhelin | Puhelin - Työ | Puhelinnumero | Matkapuhelin
    title salesforce en † Title
    title hubspot en † Job Title
    title pipedrive en † Job title
    title salesforce de ‡ Titel | Position | Berufsbezeichnung
    title hubspot fr ‡ Intitulé du poste | Poste | Fonction
    title salesforce es ‡ Cargo | Puesto
    title salesforce sv ‡ Titel | Jobbtitel | Befattning
    title salesforce fi ‡ Titteli | Tehtävänimike
    department salesforce en † Department
    department hubspot en † Department
    department salesforce de ‡ Abteilung
    department salesforce fr ‡ Service | Département
    department salesforce es ‡ Departamento
    department salesforce sv ‡ Avdelning
    department salesforce fi ‡ Osasto
    account-id salesforce en † Account ID | AccountId
    account-id hubspot en † Associated Company IDs | Associated Company IDs (Primary) | Primary Associated Company ID
    account-id pipedrive en † Organization ID
    account-name salesforce en † Account Name
    account-name hubspot en † Company Name | Associated Company | Associated Company (Primary)
    account-name pipedrive en † Organization | Organization name
    account-name other en ‡ Company | Account | Employer
    account-name salesforce de ‡ Accountname | Account-Name | Firma
    account-name salesforce fr ‡ Nom du compte | Société
    account-name salesforce es ‡ Nombre de la cuenta | Compañía
    account-name salesforce sv ‡ Kontonamn | Företag
    account-name salesforce fi ‡ Tilin nimi | Yritys
    account-name hubspot de ‡ Unternehmensname | Unternehmen
    account-name hubspot fr † Nom de l'entreprise | Entreprise
    account-name hubspot es ‡ Nombre de la empresa | Empresa
    account-name pipedrive de † Organisation
    account-name pipedrive fr † Organisation
    account-name pipedrive es ‡ Organización
    account-name pipedrive fi ‡ Organisaatio
    owner salesforce en † Contact Owner
    owner hubspot en † Contact owner
    owner salesforce de ‡ Kontaktinhaber
    owner hubspot fr ‡ Propriétaire du contact
    owner hubspot es ‡ Propietario del contacto
    owner salesforce sv ‡ Kontaktägare
    owner salesforce fi ‡ Kontaktin omistaja
    reports-to-id salesforce en † ReportsToId
    reports-to-name salesforce en † Reports To
    reports-to-name salesforce de ‡ Vorgesetzter
    reports-to-name salesforce fr ‡ Supérieur hiérarchique
    language salesforce en ‡ Language
    language hubspot en † Preferred language
    language hubspot de ‡ Bevorzugte Sprache | Sprache
    language hubspot fr ‡ Langue préférée | Langue
    language hubspot es ‡ Idioma preferido | Idioma
    language hubspot sv ‡ Språk
    language hubspot fi ‡ Kieli
    country salesforce en † Mailing Country
    country hubspot en † Country/Region
    city salesforce en † Mailing City
    city hubspot en † City
    website hubspot en † Website URL
    note salesforce en † Contact Description | Description
    """
}
