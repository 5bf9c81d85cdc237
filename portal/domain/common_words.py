"""Words that people in the Netherlands, and in this programme, put in a password first."""

_DUTCH = """
wachtwoord toegang geheim welkom hallo hoi inloggen aanmelden account gebruiker beheer beheerder
administrator admin systeem computer laptop internet server netwerk test tester proef tijdelijk nieuw
password welcome secret login qwerty azerty letmein changeme default temporary januari februari maart
april mei juni juli augustus september oktober november december maandag dinsdag woensdag donderdag
vrijdag zaterdag zondag vandaag morgen gisteren weekend vakantie lente zomer herfst winter voorjaar najaar
kerst kerstmis pasen pinksteren sinterklaas koningsdag nederland holland oranje koning koningin vlag tulp
tulpen kaas fiets molen klompen dijk polder utrecht denhaag haag leiden delft haarlem almere tilburg breda
arnhem nijmegen maastricht zwolle enschede apeldoorn amersfoort dordrecht leeuwarden assen middelburg
alkmaar hilversum gouda friesland drenthe overijssel flevoland gelderland limburg ajax feyenoord psv
voetbal sparta vitesse twente formule verstappen liefde schatje lieverd schat mama papa vader moeder oma
opa broer zus kind kinderen baby familie vriend vriendin vrienden hond poes katten paard konijn vogel vis
tijger leeuw olifant rood groen blauw geel oranje paars zwart wit bruin roze werk kantoor bureau overheid
ministerie rijk gemeente provincie dienst collega vergadering project sterk veilig veiligheid beveiliging
bescherm sleutel koffie bier wijn brood chocola pizza appel banaan aardbei zon maan sterren regen water
vuur aarde lucht bloem bloemen boom muziek gitaar piano dansen zingen een twee drie vier vijf zes zeven
acht negen tien honderd duizend miljoen hetis ditis mijn onze jouw ikben ikhouvanjou houvanjou ikhou
"""
_CONTEXT = """
mainportaal mainport mainports portaal portal drugssmokkel drugs smokkel cocaine ondermijning knooppunt
knooppunten ppsnetwerk maatregel maatregelen rapportage stuurgroep programma plan aanpak rotterdam
schiphol amsterdam noordzeekanaal noordzeekanaalgebied vlissingen terneuzen moerdijk zeeland brabant
limburg eindhoven groningen eemshaven delfzijl antwerpen westbrabant nzkg haven havens zeehaven zeehavens
binnenhaven luchthaven luchthavens havenbedrijf terminal container containers rederij douane politie
marechaussee kmar fiod justitie openbaar veiligheid demonstratie
"""

DUTCH_WORDS = frozenset(_DUTCH.split())
"""Stands beside the lists of zxcvbn, which know little Dutch."""

CONTEXT_WORDS = frozenset(_CONTEXT.split())
"""What this portal is about; whoever guesses begins with it."""
