// Follows an analysis while it runs; without script, the link on the page does the same by hand.

const box = document.querySelector("[data-progress]");
const PACE = 3_000;

async function look() {
  const response = await fetch(box.dataset.progress, { redirect: "manual" }).catch(() => null);
  if (response?.ok) {
    const state = await response.json();
    if (state.over) {
      window.location.reload();
      return;
    }
    box.querySelector("progress").value = state.percent;
    const status = box.querySelector("[data-status]");
    if (status.textContent !== state.status) status.textContent = state.status;
  }
  setTimeout(look, PACE);
}

if (box) setTimeout(look, PACE);
