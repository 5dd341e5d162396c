// The writing page. Everything here is a comfort: the form works without.

import { enhanceBoard } from "./board.js";
import * as device from "./device.js";
import { Draft, sendWhenPossible } from "./draft.js";

const form = document.querySelector("[data-writing]");
const draft = new Draft(form);
// Stays on the page: what is being saved has a line of its own.
const restored = form.querySelector("[data-restored]");

device.rememberOwner(draft.owner);
enhanceBoard(form);
await restore();
watch();
sendWhenPossible(draft);
keepPageForLater();

// Words left on this device that the server never confirmed.
async function restore() {
  for (const [key, copy] of device.copies(draft.owner)) {
    const blank = !draft.entry && draft.version === 0 && !form.elements.text.value;
    if (key === draft.key ? !draft.holds(copy) : blank && key === "offline") takeBack(key, copy);
    else if (key === draft.key) device.forget(draft.owner, key);
    else if (!copy.entry) await bringIn(key, copy, blank);
  }
}

// Words of another page: here if nothing is, in the journal otherwise; nowhere when they were sent since.
async function bringIn(key, copy, blank) {
  const answer = await draft.handOver(key, copy);
  if (answer?.sent) return;
  if (blank) takeBack(key, { ...copy, version: answer?.version ?? copy.version });
  else if (answer) restored.textContent = "Un autre texte commencé vous attend dans votre journal.";
}

function takeBack(key, copy) {
  if (key !== draft.key && key !== "offline") form.elements.submission.value = key;
  if (!draft.version && copy.version) draft.version = copy.version;
  if (key === "offline") device.forget(draft.owner, key);
  draft.fill(copy.fields);
  restored.textContent = "Nous avons retrouvé votre texte sur cet appareil.";
  draft.typed();
}

function watch() {
  form.addEventListener("input", () => draft.typed());
  form.addEventListener("change", () => draft.typed());
  document.addEventListener("visibilitychange", () => document.hidden && draft.timer && draft.save());
  document.addEventListener("leaving", ({ detail }) => draft.unsaved && detail.push(draft.save()));
  form.addEventListener("conflict", ({ detail }) => {
    const panel = form.querySelector("[data-conflict]");
    panel.querySelector("[data-other-text]").textContent = detail.content.text ?? "";
    panel.hidden = false;
  });
  form.querySelector("[data-keep-mine]").addEventListener("click", () => settle(() => draft.keepMine()));
  form.querySelector("[data-take-other]").addEventListener("click", () => settle(() => draft.takeOther()));
}

function settle(choice) {
  form.querySelector("[data-conflict]").hidden = true;
  choice();
  form.elements.text.focus();
}

// The empty frame of this page, so that it opens without a network.
function keepPageForLater() {
  const { worker, workerScope } = form.dataset;
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(worker, { scope: workerScope }).catch(() => {});
}
