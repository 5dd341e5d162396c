// Small comforts for pages that already work without script.

import * as device from "./device.js";

const SIGN_OUT = "form[action='/deconnexion']";
const A_MOMENT = 1_000;
const A_WHILE = 10_000;
const TWO_MINUTES = 120_000;

device.forgetOld();

// Put the keyboard on what needs attention, the summary of errors, or else on what was just done: a screen reader that
// opens a page starts from there, and would otherwise read the whole menu before it.
const trouble = document.querySelector(".error-summary[data-focus]");
const done = document.querySelector(".notice-done[data-focus]");
if (trouble) trouble.focus();
else if (done) tell(done);

// An address that leads to a place of its own keeps the keyboard there. Changed, the notice is said all the same.
function tell(notice) {
  if (!document.getElementById(window.location.hash.slice(1))) notice.focus();
  else setTimeout(() => notice.replaceChildren(...notice.childNodes), A_MOMENT);
}

// On a phone, the rest of each long part of a récit waits behind "Lire la suite".
if (window.matchMedia("(max-width: 40rem)").matches) {
  for (const rest of document.querySelectorAll("details[data-rest]")) rest.open = false;
}

// An address that leads into a folded part opens it: not every browser does so alone.
function unfold() {
  const target = document.getElementById(window.location.hash.slice(1));
  for (let fold = target?.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) {
    fold.open = true;
    target.scrollIntoView();
  }
}
unfold();
window.addEventListener("hashchange", unfold);

// "Quitter vite": leave at once, leave no page to come back to, and sign out behind oneself.
for (const link of document.querySelectorAll("[data-quick-exit]")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    document.body.hidden = true;
    document.title = link.dataset.quickExit;
    await wordsKept();
    const fields = device.forgetAllButCopies() ? { garder: "1" } : {};
    const form = document.querySelector(SIGN_OUT);
    if (form) {
      const body = new URLSearchParams([...new FormData(form), ...Object.entries(fields)]);
      fetch(form.action, { method: "POST", keepalive: true, redirect: "manual", body }).catch(() => {});
    }
    window.location.replace(link.href);
  });
}

// A passphrase is long to type unseen: it may be shown, and hides again before it leaves.
for (const field of document.querySelectorAll("[data-reveal]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-primary reveal";
  button.textContent = "Montrer";
  field.labels[0].id = `${field.id}-name`;
  button.setAttribute("aria-describedby", field.labels[0].id);
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", shown);
  };
  show(false);
  field.spellcheck = false;
  field.autocapitalize = "none";
  button.addEventListener("click", () => show(field.type === "password"));
  field.form.addEventListener("submit", () => show(false));
  window.addEventListener("pagehide", () => show(false));
  field.after(button);
}

// A page made for paper has a button for it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Words that a page of errors kept: sent once, with the token of the session that was opened beside it since.
for (const form of document.querySelectorAll("form[data-renew]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(form.dataset.renew, { redirect: "manual" }).catch(() => null);
    form.elements.csrf_token.value = answer?.headers.get("X-CSRFToken") ?? form.elements.csrf_token.value;
    form.submit();
  });
}

// One sending per click: the server also refuses doubles, this only avoids the wait.
for (const form of document.querySelectorAll("form[method='post']")) {
  form.addEventListener("submit", () => {
    for (const button of form.querySelectorAll("button[type='submit']")) {
      button.setAttribute("aria-disabled", "true");
    }
  });
}

// Signing out leaves nothing on a shared device; the server's answer asks the browser the same.
for (const form of document.querySelectorAll(SIGN_OUT)) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await wordsKept();
    if (device.forgetAllButCopies()) keepCopies(form);
    form.submit();
  });
}

// Erasing one's account leaves on the device what waits there for others. Nothing goes before the account has.
for (const form of document.querySelectorAll("form[data-erases]")) {
  form.addEventListener("submit", () => device.someWaitForOthers(form.dataset.erases) && keepCopies(form));
}
const erased = document.querySelector("[data-erased]");
if (erased) device.forgetAllButCopies(erased.dataset.erased);

function keepCopies(form) {
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "garder", value: "1" }));
}

// A page that holds words not yet saved has a moment to save them before one leaves.
async function wordsKept() {
  const savings = [];
  document.dispatchEvent(new CustomEvent("leaving", { detail: savings }));
  await Promise.race([Promise.all(savings), new Promise((resolve) => setTimeout(resolve, A_MOMENT))]);
}

// Two minutes before a session left alone closes, say so. The keyboard stays where one is, far from the button that comes:
// any key, or a touch, keeps the session open as it does. Once they have passed, say that instead.
const stay = document.querySelector("template[data-stay]");
if (stay) {
  const region = document.querySelector("[data-stay-region]");
  const [warning, closed] = stay.content.children;
  let closing;
  const wait = () => setTimeout(warn, Number(stay.dataset.stay) * 1000);
  const warn = () => {
    region.replaceChildren(warning.cloneNode(true));
    stayUpon(document, ["keydown", "pointerdown", "click"]);
    closing = setTimeout(() => region.replaceChildren(closedNotice(false)), TWO_MINUTES);
  };
  // Once, whichever comes first.
  const stayUpon = (where, gestures) => {
    const first = new AbortController();
    const keep = () => {
      first.abort();
      keepOpen();
    };
    for (const gesture of gestures) where.addEventListener(gesture, keep, { signal: first.signal });
  };
  const keepOpen = async () => {
    clearTimeout(closing);
    const answer = await fetch(stay.dataset.address, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) {
      show(closedNotice(true));
      stayUpon(region.querySelector("button"), ["click"]);
      return;
    }
    show(Object.assign(document.createElement("p"), { textContent: "Vous restez connecté·e." }));
    setTimeout(() => region.replaceChildren(), A_WHILE);
    wait();
  };
  const closedNotice = (failed) => {
    const notice = closed.cloneNode(true);
    const said = notice.querySelector("[data-failed]");
    (failed ? said.previousElementSibling : said).remove();
    return notice;
  };
  const show = (notice) => {
    // The button that goes hands the keyboard back to where it came from.
    const back = region.contains(document.activeElement) && cameFrom;
    region.replaceChildren(notice);
    if (back) back.focus({ preventScroll: true });
  };
  let cameFrom;
  region.addEventListener("focusin", ({ relatedTarget }) => (cameFrom = relatedTarget));
  wait();
}
