"""What is said of counting, in the same words everywhere."""

# Said to whoever takes back an answer that is counted with others'.
TAKEN_BACK = (
    "Votre réponse est retirée. Les nombres montrés changeront plus tard, avec d’autres réponses\u00a0: "
    "ainsi, personne ne devine la vôtre."
)
