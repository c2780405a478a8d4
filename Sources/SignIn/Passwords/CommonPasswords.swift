/// Passwords of ten characters and more that everybody tries first. Our own list: rows of the keyboard, counting, and the words
/// people put together when a longer password is asked for.
enum CommonPasswords {
    /// Whether a password is on the list, whatever its capital letters and spaces, or has fewer than four different characters.
    static func contains(_ password: String) -> Bool {
        let folded = password.lowercased().filter { $0 != " " }
        return Set(folded).count < 4 || list.contains(folded)
    }

    private static let list: Set<String> = Set(
        """
        1234567890 12345678910 123456789a 123456789q 1234567890a 12345678901 123456789012 0123456789 0987654321 9876543210
        1234512345 1122334455 11223344556 1029384756 1020304050 1357924680 123123123123 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc
        1qaz2wsx3e q1w2e3r4t5 q1w2e3r4t5y6 qwertyuiop qwertyuiop1 qwertyuiop123 qwertzuiop qwertzuiop1 azertyuiop qwerty1234
        qwerty12345 qwerty123456 qwerty123456789 qwertyqwerty 1234qwerty 12345qwert 123456qwerty asdfghjkl; asdfghjkl1
        asdfghjkl123 asdfasdfasdf asdf123456 zxcvbnm123 zxcvbnm1234 zxcvbnmasdf qazwsxedc1 qazwsxedcrfv abcd123456 abcde12345
        abc123456789 abcdefghij abcdefghijk abcdef123456 abc123abc123 a123456789 a1b2c3d4e5 aa12345678 aa123456789
        password12 password123 password1234 password12345 password123456 passwordpassword password01 password2024 password2025
        password2026 password2027 passw0rd12 passw0rd123 p@ssw0rd12 p@ssw0rd123 p@ssword123 p@$$w0rd123 password1! password12!
        password123! mypassword mypassword1 mypassword123 newpassword newpassword1 yourpassword changeme12 changeme123
        changeme1234 pleasechangeme changemenow letmein123 letmein1234 letmeinplease letmeinnow welcome123 welcome1234
        welcome12345 welcome2024 welcome2025 welcome2026 welcome2027 welcome123! iloveyou12 iloveyou123 iloveyou1234 iloveyouforever
        iloveyousomuch admin12345 admin123456 admin1234567 adminadmin adminadmin1 administrator administrator1 root123456
        rootrootroot superman123 batman12345 dragon12345 monkey12345 football12 football123 football1234 baseball12 baseball123
        basketball basketball1 sunshine12 sunshine123 princess12 princess123 starwars123 pokemon1234 computer12 computer123
        internet123 master12345 michael123 michelle123 charlie123 jennifer123 whatever12 whatever123 trustno1trustno1 secret1234
        secret12345 topsecret1 topsecret123 default123 guest12345 test123456 testtest12 testtest123 testtesttest testing1234
        user123456 login12345 hello12345 hello123456 helloworld helloworld1 helloworld123 covalence1 covalence12 covalence123
        salesforce salesforce1 salesforce123 company123 company1234 correcthorse correcthorsebatterystaple spring2024! spring2025!
        spring2026! summer2024! summer2025! summer2026! autumn2024! autumn2025! autumn2026! winter2024! winter2025! winter2026!
        liverpool1 liverpool123 manchester manchester1 barcelona1 barcelona123 realmadrid mercedes123 passwort12 passwort123
        passwort1234 hallo12345 motdepasse motdepasse1 motdepasse123 contraseña contraseña1 contrasena1 contrasena123
        """.split(whereSeparator: \.isWhitespace).map(String.init)
    )
}
