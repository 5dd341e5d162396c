// Waits for the masked text, then says that it is there. The page stays as it is under whoever reads it: they open the rest.

const waiting = document.querySelector("[data-waiting]");
const PACE = 2_000;
let tries = 30;

async function look() {
  const response = await fetch(window.location.href, { redirect: "manual" }).catch(() => null);
  if (response?.ok) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!page.querySelector("[data-waiting]")) {
      tell("Le masquage est terminé.");
      const link = waiting.querySelector("a");
      link.textContent = "Voir la suite";
      link.classList.replace("btn-outline-primary", "btn-primary");
      return;
    }
  }
  if (--tries) setTimeout(look, PACE);
  else tell("C’est plus long que d’habitude. Rien n’est perdu\u00a0: revenez dans un moment.");
}

// Said in fewer lines, in a frame that keeps its height: nothing below moves.
function tell(sentence) {
  waiting.style.minHeight = `${waiting.getBoundingClientRect().height}px`;
  waiting.querySelector("p").textContent = sentence;
}

if (waiting) setTimeout(look, PACE);
