/// The small words each language cannot do without, and the letters only some of them have. Our own lists.
enum FunctionWords {
    /// By BCP 47 code; at most 16 languages, a bit each.
    static let lists: KeyValuePairs<String, String> = [
        "en": """
            the and to of a in is it you that he was for on are with as i his they be at have this or had by not but what all were we when
            your can said there an which do how if will up about out them then she many some so would like him into has more her my than
            been who its no did just because yes don't it's that's i'm we're they're could should does really here know think going our us
            """,
        "de": """
            der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird
            bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde wenn ich wir
            ihr mich mir uns was kann ja nein doch schon dann also hier muss jetzt da sehr gut wo warum kein keine können habe
            """,
        "fr": """
            de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la avec ou son mais comme nous vous
            je on elle ils cette ces été ont leur être fait si tout même aux bien sans peut deux aussi c'est j'ai n'est qu'il d'un d'une oui
            non très alors donc quand où moi toi votre notre quoi comment pourquoi d'accord ça y avez avons êtes
            """,
        "es": """
            de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este sí porque esta entre cuando muy
            sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni contra otros ese eso ante ellos e esto mí
            antes algunos qué unos yo otro es son está están era tiene tenemos cómo usted ustedes muchas gracias bueno entonces
            """,
        "it": """
            di e il la che in un a per è una non sono da si con come del più ma della le i gli lo dei ha al nel anche mi se alla ci delle
            questo sua o suo dal quando io ho nella cosa era hanno quello tutto sì perché bene allora noi voi lui lei cui molto quindi dove
            chi abbiamo siamo questa dopo ancora poi essere fare può grazie perciò degli
            """,
        "pt": """
            de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito
            há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter seus quem nas me esse eles estão você tinha
            foram essa num nem suas meu às minha têm numa nós são então obrigado bem isto vocês temos
            """,
        "nl": """
            de het een en van in is dat op te zijn met voor die niet aan er om ook als dan maar bij of uit nog naar door over wat wordt ze hij
            ik je we jullie u hebben heeft had was worden kan meer geen wel zo al deze dit hoe waar moet mijn ons onze hun haar hem goed ja
            nee dus omdat wij zij daar heel gaan doen kunnen even toch echt
            """,
        "sv": """
            och i att det som en på är av för med till den har de inte om ett men var jag sig från vi så kan när år under också efter eller nu
            sin där vid mot ska skulle kommer ut får finns vara hade alla andra mycket än här då sedan över bara in blir upp även vad få två
            vill ha många hur mer går sätt utan du oss er ni varför hon mig dig inget någon några
            """,
        "da": """
            og i at det er en til på som med af for de den der ikke har et han var jeg vi fra om men sig så kan skal vil ved efter eller hun
            også blev over nu mod når alle ud hvad noget være op meget mere hvor hvis ind da kun mig dig os jer hvordan hvorfor nogle nogen
            mange gør går bliver blevet efter lige jo godt selv havde kunne skulle ville uge
            """,
        "no": """
            og i det er på som en til av for med at ikke den har de et om han var jeg vi fra seg men så kan skal vil ved etter eller hun også
            ble over nå mot når alle ut hva noe være opp mye mer hvor hvis inn da bare meg deg oss dere hvordan hvorfor noen mange gjør går
            blir blitt selv hadde kunne skulle ville uke ja nei både
            """,
        "fi": """
            ja on ei se että oli joka hän mutta kun niin ovat olla myös mukaan tai jo sen kuin vain nyt me minä sinä he te ne tämä nämä siitä
            sitä ole olen olemme olet olette olivat olisi voi voidaan voimme mitä miten miksi missä kuka koska jos sitten vielä hyvin kyllä
            meidän teidän minun sinun heidän meillä teillä minulla tässä siinä siellä täällä paljon kaikki enemmän ilman sekä eli joo
            """,
        "pl": """
            i w nie na się z do to że jest o jak a po co tak za od jego ale czy przez był dla już tylko jej ich było może są lub ze są które
            który która być tym tego także oraz bardzo ma mam mamy ja ty my wy on ona oni jestem jesteśmy gdzie kiedy dlaczego kto ponieważ
            więc jeszcze teraz dobrze proszę dziękuję nas was mnie
            """,
        "cs": """
            a se v na je že to s z do o i jako ale k si jsem jsou by za po pro byl tak která který které od jak už bylo až co při jen nebo
            být jeho však jejich také než jsme jste my vy oni ano ne proč kde kdy protože ještě tady máme mám velmi dobře děkuji
            """,
        "hu": """
            a az és hogy nem is egy van volt de ez meg azt már csak mint ha el még vagy kell lesz nagyon ki lehet itt mert olyan ezt aki ami
            minden sem én te ő mi ti ők igen hogyan miért hol mikor nekünk nálunk vagyunk köszönöm jó akkor most szerint után
            """,
        "tr": """
            bir ve bu da de için ile çok ne daha var gibi kadar olarak sonra o mi ama olan ben sen biz siz onlar değil evet hayır nasıl neden
            nerede kim şey bunu her şimdi iyi yok ise veya ya bizim sizin benim teşekkür olduğu
            """,
        "ro": """
            și de a în la cu nu o pe că un este care din mai se pentru ce să au sunt fost după sau dar prin această acest lui ea el noi voi
            ei eu da cum unde când foarte avem aveți am fi așa bine mulțumesc deci atunci
            """,
    ]

    /// Letters outside a to z, and the languages of the list they speak for.
    static let letters: KeyValuePairs<String, [String]> = [
        "ß": ["de"], "ü": ["de", "hu", "tr"], "ö": ["de", "sv", "fi", "hu", "tr"], "ä": ["de", "sv", "fi"], "å": ["sv", "da", "no"],
        "øæ": ["da", "no"], "ñ¿¡": ["es"], "ãõ": ["pt"], "ç": ["fr", "pt", "tr"], "œ": ["fr"], "êâîû": ["fr", "pt", "ro"],
        "èù": ["fr", "it"], "òì": ["it"], "ąęłńśźż": ["pl"], "řěů": ["cs"], "šž": ["cs"], "őű": ["hu"], "ğış": ["tr"], "ășț": ["ro"],
    ]
}
