// Waits for the masked text, then shows it: the link on the page does the same by hand.

const waiting = document.querySelector("[data-waiting]");
const PACE = 2_000;
let tries = 30;

async function look() {
  const response = await fetch(window.location.href, { redirect: "manual" }).catch(() => null);
  if (response?.ok) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!page.querySelector("[data-waiting]")) {
      window.location.reload();
      return;
    }
  }
  if (--tries) setTimeout(look, PACE);
  else waiting.querySelector("p").textContent = "C’est plus long que d’habitude. Rien n’est perdu\u00a0: revenez dans un moment.";
}

if (waiting) setTimeout(look, PACE);
