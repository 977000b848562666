/// First names that are frequent where English, German, French, Spanish, Italian, Polish, Russian, Turkish, Arabic,
/// Hindi, Chinese or Japanese is spoken. A small net against the usual slip, not a test for names: words that are
/// also ordinary English words (`mark`, `will`, `grace`) are left out.
enum FirstNames {
  static let common: Set<String> = [
    "aaron", "adam", "ahmed", "aisha", "akira", "alan", "alejandro", "alex", "alexander", "alice", "amelia", "amir",
    "amit", "ana", "andrea", "andrew", "anna", "anne", "anthony", "antonio", "arjun", "ayse", "barbara", "ben",
    "benjamin", "bob", "brian", "camille", "carlos", "carol", "catherine", "charles", "charlotte", "chen", "chris",
    "christian", "christopher", "claire", "daniel", "dave", "david", "deborah", "diana", "dmitri", "donald", "edward",
    "elena", "elizabeth", "emily", "emma", "eric", "eva", "fatima", "felix", "francesco", "george", "giulia", "hannah",
    "hans", "haruto", "helen", "henry", "hiroshi", "isabella", "ivan", "jack", "jacob", "james", "jan", "jane", "jason",
    "javier", "jean", "jeff", "jennifer", "jessica", "joe", "johannes", "john", "jonathan", "jordan", "jose", "joseph",
    "joshua", "juan", "julia", "karen", "katarzyna", "kate", "kevin", "kumar", "laura", "lena", "leo", "linda", "lisa",
    "lucas", "luis", "maria", "marie", "martin", "mary", "matthew", "max", "mehmet", "mei", "michael", "michelle",
    "mike", "mohammed", "nancy", "natasha", "nick", "nicole", "nina", "noah", "olga", "oliver", "olivia", "omar",
    "pablo", "patricia", "paul", "peter", "philip", "pierre", "piotr", "priya", "rachel", "raj", "rebecca", "richard",
    "robert", "ryan", "sakura", "sam", "samantha", "sandra", "sara", "sarah", "sergei", "sofia", "sophie", "stephen",
    "steve", "steven", "susan", "takashi", "tatiana", "thomas", "tim", "tom", "victor", "wei", "william", "yuki",
    "yusuf", "zoe",
  ]
}
