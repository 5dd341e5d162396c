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
// No key can come before this is done, and every key that comes after is kept.
takeUp();
watch();
sendWhenPossible(draft);
keepPageForLater();
await bringOthers();

// What this page left on the device, unless words were typed in it before this script came: both are kept.
function takeUp() {
  const copy = device.copy(draft.owner, draft.key);
  const typed = draft.unsaved;
  if (copy && draft.holds(copy)) device.forget(draft.owner, draft.key);
  else if (copy && typed) device.move(draft.owner, draft.key, newKey(), { ...copy, version: 0, entry: "" });
  else if (copy) takeBack(draft.key, copy);
  if (typed) draft.typed();
}

// Words that other pages left on this device, and that the server never confirmed.
async function bringOthers() {
  for (const [key, copy] of device.copies(draft.owner)) {
    if (key === draft.key || copy.entry) continue;
    if (key === "offline" && draft.blank) takeBack(key, copy);
    else await bringIn(...(key === "offline" ? ofItsOwn(copy) : [key, copy]));
  }
}

// What was written without a network takes a key of its own: the next such words must be another text.
function ofItsOwn(copy) {
  const key = device.move(draft.owner, "offline", newKey(), copy);
  return [key, device.copy(draft.owner, key) ?? copy];
}

// Here if nothing is, once the server has answered: one may have typed meanwhile. In the journal otherwise; nowhere when
// they were sent since.
async function bringIn(key, copy) {
  const answer = await draft.handOver(key, copy);
  if (answer?.sent) return;
  if (draft.blank) takeBack(key, { ...copy, version: answer?.version ?? copy.version });
  else if (answer) restored.textContent = "Un autre brouillon vous attend dans votre journal.";
}

function takeBack(key, copy) {
  if (key !== draft.key && key !== "offline") form.elements.submission.value = key;
  if (!draft.version && copy.version) draft.version = copy.version;
  if (key === "offline") device.forget(draft.owner, key);
  draft.fill(copy.fields);
  restored.textContent = "Nous avons retrouvé sur cet appareil ce que vous aviez commencé.";
  draft.typed();
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function watch() {
  form.addEventListener("input", () => draft.typed());
  form.addEventListener("change", () => draft.typed());
  document.addEventListener("visibilitychange", () => document.hidden && draft.timer && draft.save());
  document.addEventListener("leaving", ({ detail }) => draft.unsaved && detail.push(draft.save()));
  form.addEventListener("conflict", ({ detail }) => {
    const panel = form.querySelector("[data-conflict]");
    panel.querySelector("[data-other-text]").textContent = detail.content.text || felt(detail.content);
    panel.hidden = false;
  });
  form.querySelector("[data-keep-mine]").addEventListener("click", () => settle(() => draft.keepMine()));
  form.querySelector("[data-take-other]").addEventListener("click", () => settle(() => draft.takeOther()));
}

function felt({ emotions = [], free_emotion: free }) {
  const names = emotions.map((name) => form.querySelector(`label[for="emotion-${name}"]`).textContent);
  return [...names, free].filter(Boolean).join(", ");
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
