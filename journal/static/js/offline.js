// Writing with no network: the words wait on the device for the writing page to open.

import * as device from "./device.js";

const PACE = 2_000;
const FRAME = "/journal/hors-ligne";
const form = document.querySelector("[data-offline]");
const text = form.querySelector("textarea");
const owner = device.lastOwner();

text.value = device.copies(owner).find(([key]) => key === "offline")?.[1].fields.text ?? "";

text.addEventListener("input", () => {
  const kept = owner && device.keep(owner, "offline", { fields: { text: text.value, emotions: [] }, version: 0 });
  const said = kept
    ? "Gardé sur cet appareil."
    : "Cet appareil ne garde pas ce texte. Copiez-le ailleurs avant de fermer la page.";
  const line = form.querySelector("[data-saving]");
  // Written again, a screen reader would say it at every key.
  if (line.textContent !== said) line.textContent = said;
});

// The device may say that the network is back before the site answers: asked until it does. Not a GET, which the
// service worker would answer.
async function leaveOnceAnswered() {
  if (!navigator.onLine) return;
  const answer = await fetch(FRAME, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (answer?.ok) form.requestSubmit();
  else setTimeout(leaveOnceAnswered, PACE);
}

window.addEventListener("online", leaveOnceAnswered);
// In place of the page that was asked for, and not opened for itself.
if (location.pathname !== FRAME) leaveOnceAnswered();
