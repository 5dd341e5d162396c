// Writing with no network: the words wait on the device for the writing page to open.

import * as device from "./device.js";

const form = document.querySelector("[data-offline]");
const text = form.querySelector("textarea");
const owner = device.lastOwner();

text.value = device.copies(owner).find(([key]) => key === "offline")?.[1].fields.text ?? "";

text.addEventListener("input", () => {
  const kept = owner && device.keep(owner, "offline", { fields: { text: text.value, emotions: [] }, version: 0 });
  form.querySelector("[data-saving]").textContent = kept
    ? "Gardé sur cet appareil."
    : "Cet appareil ne garde pas ce texte. Copiez-le ailleurs avant de fermer la page.";
});
window.addEventListener("online", () => form.requestSubmit());
