// Follows an analysis while it runs, then says how it ended: whoever reads the themes of the one before keeps their place.
// Without script, the link on the page does the same by hand.

const box = document.querySelector("[data-progress]");
const PACE = 3_000;

async function look() {
  const response = await fetch(box.dataset.progress, { redirect: "manual" }).catch(() => null);
  if (response?.ok) {
    const state = await response.json();
    const status = box.querySelector("[data-status]");
    if (state.over) {
      // Nothing below moves, though this takes fewer lines.
      box.style.minHeight = `${box.getBoundingClientRect().height}px`;
      status.parentElement.textContent = `${state.status}.`;
      box.querySelector("progress").remove();
      box.querySelector("a").textContent = "Voir la page à jour";
      return;
    }
    box.querySelector("progress").value = state.percent;
    if (status.textContent !== state.status) status.textContent = state.status;
  }
  setTimeout(look, PACE);
}

if (box) setTimeout(look, PACE);
