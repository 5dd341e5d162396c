// Saves what is typed: on the device at once, on the server a moment later; sends only when the network answers.

import * as device from "./device.js";

const PAUSE = 800;
const RETRY = 10_000;
const PATIENCE = 8_000;

// What a person writes by hand. Without a word in any of them, nor an emotion, there is nothing to keep.
const WORDS = ["text", "helped", "hindered", "next_step", "free_emotion"];

// What belongs to the page that sends them: no draft keeps it.
const OF_THE_PAGE = ["csrf_token", "owner", "draft_version"];

const speaks = (fields) => WORDS.some((name) => fields[name]?.trim()) || fields.emotions?.length > 0;

const clock = () => new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" }).replace(":", "\u00a0h\u00a0");

export class Draft {
  constructor(form) {
    this.form = form;
    this.owner = form.dataset.owner;
    this.entry = form.dataset.entry;
    this.version = Number(form.dataset.draftVersion);
    // What was typed before this script came is not saved; nor is what a refusal gave back.
    this.saved = "refused" in form.dataset ? "" : JSON.stringify(this.#asSent());
    this.timer = 0;
    this.running = null;
    this.conflict = null;
    this.told = "";
  }

  get key() {
    return this.entry || this.form.elements.submission.value;
  }

  fields(form = this.form) {
    const data = new FormData(form);
    const fields = {};
    for (const [name, value] of data) {
      if (OF_THE_PAGE.includes(name) || name === "emotions") continue;
      fields[name] = value;
    }
    fields.emotions = data.getAll("emotions");
    return fields;
  }

  // What the page held when it came from the server.
  #asSent() {
    const copy = this.form.cloneNode(true);
    copy.reset();
    return this.fields(copy);
  }

  // Whether words found elsewhere may be put here: nothing was written, chosen or begun.
  get blank() {
    const fields = this.fields();
    return !this.entry && this.version === 0 && !speaks(fields) && JSON.stringify(fields) === JSON.stringify(this.#asSent());
  }

  fill(fields) {
    for (const field of this.form.elements) {
      if (!field.name || [...OF_THE_PAGE, "submission"].includes(field.name)) continue;
      if (field.name === "emotions") field.checked = (fields.emotions ?? []).includes(field.value);
      else if (field.type === "radio") field.checked = (fields[field.name] ?? "") === field.value;
      else if (field.type !== "submit" && field.type !== "button") field.value = fields[field.name] ?? field.defaultValue ?? "";
    }
    this.form.dispatchEvent(new Event("filled"));
  }

  // Whether the page says already what a copy says, whichever version of the text that copy started from.
  holds(copy) {
    // The server takes off the spaces around words.
    const said = (fields) => JSON.stringify({ ...fields, version: "" }, (_, value) => value?.trim?.() ?? value);
    return said(copy.fields) === said(this.fields());
  }

  typed() {
    const fields = this.fields();
    if (speaks(fields)) device.keep(this.owner, this.key, { fields, version: this.version, entry: this.entry });
    else device.forget(this.owner, this.key);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  get unsaved() {
    const fields = this.fields();
    return (speaks(fields) || this.version > 0) && JSON.stringify(fields) !== this.saved;
  }

  // Answers "saved", "offline", "closed", "away", "conflict", "full" or "refused". One at a time: versions follow each other.
  save() {
    clearTimeout(this.timer);
    this.running = (this.running ?? Promise.resolve()).then(() => this.#save());
    return this.running;
  }

  async #save() {
    const fields = this.fields();
    const sent = JSON.stringify(fields);
    if (this.conflict) return "conflict";
    if (this.version ? sent === this.saved : !speaks(fields)) return this.#reach(sent);
    let response;
    try {
      response = await this.#post(fields, this.key, this.entry, this.version);
    } catch {
      return this.#say("offline");
    }
    if (response.status === 401) return this.#close(await response.json(), sent);
    if (response.type === "opaqueredirect") return this.#say("away");
    if (response.status === 409) {
      this.conflict = await response.json();
      this.form.dispatchEvent(new CustomEvent("conflict", { detail: this.conflict }));
      return "conflict";
    }
    if (response.status === 422) return this.#tellFull((await response.json()).full);
    if (!response.ok) return this.#say("refused");
    this.#confirm((await response.json()).version, sent);
    return this.#say("saved");
  }

  // The session closed by itself: the server may have kept the words all the same. Signed out: nobody can say whose they are.
  #close(answer, sent) {
    if (!answer.kept) return this.#say("away");
    this.#confirm(answer.version, sent);
    return this.#say("closed");
  }

  #confirm(version, sent) {
    this.#moveTo(version);
    this.saved = sent;
    if (JSON.stringify(this.fields()) === sent) device.forget(this.owner, this.key);
  }

  // Nothing new to say: only the network is tried.
  async #reach(sent) {
    try {
      await fetch(this.form.dataset.worker, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      return this.#say("offline");
    }
    this.#confirm(this.version, sent);
    return "saved";
  }

  #post(content, submission, entry, version) {
    return fetch(this.form.dataset.draftUrl, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.form.elements.csrf_token.value },
      body: JSON.stringify({ submission: entry ? this.form.elements.submission.value : submission, entry, draft_version: version, content }),
    });
  }

  // Text left on the device by another page: hand it to the server, where the journal lists it. Its answer, or null.
  async handOver(key, copy) {
    try {
      const response = await this.#post(copy.fields, key, "", copy.version ?? 0);
      if (!response.ok) return null;
      device.forget(this.owner, key, copy.at);
      return await response.json();
    } catch {
      return null;
    }
  }

  #moveTo(version) {
    this.version = version;
    this.form.elements.draft_version.value = version;
  }

  keepMine() {
    this.#moveTo(this.conflict.version);
    this.conflict = null;
    return this.save();
  }

  takeOther() {
    this.#moveTo(this.conflict.version);
    this.fill(this.conflict.content);
    this.saved = JSON.stringify(this.fields());
    this.conflict = null;
    device.forget(this.owner, this.key);
  }

  #say(state, sentence = "") {
    const sentences = {
      saved: "Gardé",
      offline: "Pas de réseau. Tout est gardé sur cet appareil.",
      away: "Vous n’êtes plus connecté·e. Tout est gardé sur cet appareil\u00a0: connectez-vous dans un autre onglet, puis revenez l’envoyer.",
      closed: "Votre session s’est fermée. Tout est gardé\u00a0: envoyez, puis connectez-vous à nouveau.",
      refused: "Le site n’arrive pas à enregistrer. Tout est gardé sur cet appareil.",
    };
    const line = this.form.querySelector("[data-saving]");
    // A screen reader says what changes there, over what is being typed: each state once.
    if (state !== this.told) line.textContent = sentence || sentences[state];
    if (state === "saved") this.#time(line);
    this.told = state;
    return state;
  }

  // No room for one more draft: why, and the way to those that are kept.
  #tellFull(why) {
    this.#say("full", why);
    const line = this.form.querySelector("[data-saving]");
    if (!line.querySelector("a")) {
      const way = Object.assign(document.createElement("a"), { href: this.form.dataset.begun, textContent: "Voir les textes commencés" });
      line.append(" ", way);
    }
    return "full";
  }

  // For the eye alone: it changes unheard.
  #time(line) {
    const time = line.querySelector("span") ?? line.appendChild(document.createElement("span"));
    time.ariaHidden = "true";
    time.textContent = ` à ${clock()}.`;
  }
}

// Sending waits for the network, says so, and happens once.
export function sendWhenPossible(draft) {
  const { form } = draft;
  const notice = form.querySelector("[data-waiting-network]");
  let waiting = false;
  let sending = false;

  async function send() {
    if (sending) return;
    sending = true;
    const state = await draft.save();
    waiting = state === "offline";
    if (waiting || state === "conflict") sending = false;
    if (state === "conflict") return showBoth();
    if (waiting) {
      notice.textContent = "Pas de réseau. Tout partira dès que le réseau reviendra\u00a0: laissez cette page ouverte.";
      return;
    }
    form.submit();
  }

  function showBoth() {
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    const panel = form.querySelector("[data-conflict]");
    panel.scrollIntoView();
    panel.focus({ preventScroll: true });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  window.addEventListener("online", () => waiting && send());
  setInterval(() => waiting && send(), RETRY);
}
