"""Closed lists about organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an organisation is."""

    COMPANY = "company", _("azienda")
    SCHOOL = "school", _("scuola")
    ASSOCIATION = "association", _("associazione")
    COOPERATIVE = "cooperative", _("cooperativa")
    PUBLIC_BODY = "public_body", _("ente pubblico")
    UNION = "union", _("sindacato")
    TRADE_ASSOCIATION = "trade_association", _("associazione di categoria")


# *Parti sociali*: who speaks for those who work, and for those who give work.
SOCIAL_PARTNERS = (Kind.UNION, Kind.TRADE_ASSOCIATION)


class Stage(models.TextChoices):
    """How near the organisation is to the programme."""

    KNOWN = "known", _("conosciuta")
    INTERESTED = "interested", _("interessata")
    MEMBER = "member", _("aderisce")
    LEFT = "left", _("non aderisce più")


class LegalForm(models.TextChoices):
    """*Forma giuridica*: the forms of the Civil Code and of the third sector (d.lgs. 117/2017)."""

    SOLE_TRADER = "sole_trader", _("ditta individuale")
    FREELANCER = "freelancer", _("libero professionista")
    SIMPLE_PARTNERSHIP = "ss", _("società semplice")
    GENERAL_PARTNERSHIP = "snc", _("società in nome collettivo (snc)")
    LIMITED_PARTNERSHIP = "sas", _("società in accomandita semplice (sas)")
    LIMITED_COMPANY = "srl", _("società a responsabilità limitata (srl)")
    SIMPLIFIED_COMPANY = "srls", _("srl semplificata (srls)")
    JOINT_STOCK = "spa", _("società per azioni (spa)")
    COOPERATIVE = "coop", _("società cooperativa")
    SOCIAL_COOPERATIVE = "coop_social", _("cooperativa sociale")
    CONSORTIUM = "consortium", _("consorzio")
    SOCIAL_ENTERPRISE = "social_enterprise", _("impresa sociale")
    VOLUNTEERS = "odv", _("organizzazione di volontariato (ODV)")
    PROMOTION = "aps", _("associazione di promozione sociale (APS)")
    SPORT = "asd", _("associazione sportiva dilettantistica (ASD)")
    RECOGNISED = "association", _("associazione riconosciuta")
    UNRECOGNISED = "association_free", _("associazione non riconosciuta")
    COMMITTEE = "committee", _("comitato")
    FOUNDATION = "foundation", _("fondazione")
    RELIGIOUS = "religious", _("ente religioso")
    PUBLIC = "public", _("ente pubblico")
    PUBLIC_COMPANY = "public_company", _("azienda speciale o consortile")
    STATE_SCHOOL = "state_school", _("istituto scolastico statale")


class Section(models.TextChoices):
    """Sections of ATECO 2007 (ISTAT), in short words."""

    A = "A", _("agricoltura e verde")
    B = "B", _("cave e miniere")
    C = "C", _("industria e artigianato")
    D = "D", _("energia")
    E = "E", _("acqua e rifiuti")
    F = "F", _("edilizia e impianti")
    G = "G", _("commercio e officine")
    H = "H", _("trasporti e magazzino")
    I = "I", _("bar, ristoranti, alberghi")  # noqa: E741 ISTAT's own letter
    J = "J", _("informatica e comunicazione")
    K = "K", _("banche e assicurazioni")
    L = "L", _("case e immobili")
    M = "M", _("studi professionali")
    N = "N", _("pulizie, noleggio, servizi alle imprese")
    O = "O", _("amministrazione pubblica")  # noqa: E741 ISTAT's own letter
    P = "P", _("scuola e formazione")
    Q = "Q", _("salute e assistenza")
    R = "R", _("cultura, sport, tempo libero")
    S = "S", _("associazioni e servizi alla persona")
    T = "T", _("lavoro in famiglia")


class Size(models.TextChoices):
    """How many people work there; the bands of the European definition, and those without any."""

    NONE = "0", _("solo volontari")
    ONE = "1", _("una persona")
    MICRO = "2-9", _("da 2 a 9 persone")
    SMALL = "10-49", _("da 10 a 49 persone")
    MEDIUM = "50-249", _("da 50 a 249 persone")
    LARGE = "250+", _("250 persone o più")


class Purpose(models.TextChoices):
    """What a contact person agreed to."""

    CALL = "call", _("può ricevere telefonate dal Job Caffè")
    NEWSLETTER = "newsletter", _("riceve le notizie per email")
    PUBLIC = "public", _("nome e recapiti si leggono sulla pagina pubblica")


class How(models.TextChoices):
    """How somebody said yes."""

    VOICE = "voice", _("a voce")
    PAPER = "paper", _("su carta")
    EMAIL = "email", _("per email")
    SITE = "site", _("dal sito")


class Answer(models.TextChoices):
    """What came of a question *È ancora tutto giusto?*"""

    WAITING = "waiting", _("in attesa")
    CONFIRMED = "confirmed", _("confermato")
    CHANGES = "changes", _("da correggere")
