"""Sentences about counting that several features show."""

# Shown to someone who withdraws an answer that is counted with others.
ANSWER_WITHDRAWN = (
    "Votre réponse est retirée. Les nombres montrés changeront plus tard, avec d’autres réponses\u00a0: "
    "ainsi, personne ne devine la vôtre."
)
