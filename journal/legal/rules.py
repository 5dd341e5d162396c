"""What the law requires a Lab to publish, and what follows from its legal basis. Pure."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from journal.legal.models import LegalBasis

# Each fact by the name of its field, as a sentence about what is missing calls it.
FACTS = {
    "contact": "l’adresse mail du Lab",
    "controller": "l’organisme responsable",
    "publication_director": "la directrice ou le directeur de la publication",
    "dpo": "la personne déléguée à la protection des données",
    "dpo_email": "l’adresse mail de la personne déléguée",
    "host": "l’hébergeur",
    "basis": "la base légale",
}
# What helps an administrator choose.
WHEN = {
    LegalBasis.PUBLIC_TASK: "Un texte confie au Lab, ou à qui le porte, une mission de service public dont ce travail "
    "fait partie. C’est le cas le plus fréquent dans le service public de l’emploi.",
    LegalBasis.CONSENT: "Chacun·e a dit oui librement, et peut reprendre ce oui. À ne choisir que si refuser ne prive "
    "vraiment de rien.",
    LegalBasis.LEGITIMATE_INTEREST: "Pour une association ou une entreprise. Une administration ne peut pas "
    "l’invoquer pour ses propres missions.",
}
# What the people who write read of it.
WHY = {
    LegalBasis.PUBLIC_TASK: "Ce travail fait partie d’une mission de service public.",
    LegalBasis.CONSENT: "Vous avez dit oui, et vous pouvez reprendre ce oui à tout moment.",
    LegalBasis.LEGITIMATE_INTEREST: "Le Lab y a un intérêt légitime, qui ne passe pas avant vos droits.",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """The legal notice of a Lab, as pages show it."""

    lab_id: uuid.UUID
    name: str
    contact: str = ""
    controller: str = ""
    publication_director: str = ""
    dpo: str = ""
    dpo_email: str = ""
    host: str = ""
    basis: LegalBasis | None = None
    changed_at: datetime | None = None

    @property
    def version(self) -> str:
        """Identifies these facts as they are now, so that nobody overwrites what they have not read."""
        return self.changed_at.isoformat() if self.changed_at else ""

    @property
    def missing(self) -> list[str]:
        """What the Lab has not published yet, in words."""
        return [called for name, called in FACTS.items() if not getattr(self, name)]

    @property
    def why(self) -> str:
        return WHY[self.basis] if self.basis else ""

    @property
    def rests_on_consent(self) -> bool:
        """Whether people withdraw their consent, rather than object."""
        return self.basis is LegalBasis.CONSENT

    @property
    def ask(self) -> str:
        """Where to write to exercise one's rights: to the data protection officer, or else to the Lab."""
        return self.dpo_email or self.contact
