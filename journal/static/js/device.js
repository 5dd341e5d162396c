// The copy kept on the device: only words the server has not confirmed, under a mark that names nobody.

const PREFIX = "recit.";
const OWNER = `${PREFIX}owner`;
const COPY = `${PREFIX}copy.`;
// How long words wait on a device, which may be everyone's: what the page says when one leaves.
const LONGEST = 7 * 24 * 60 * 60 * 1000;

function attempt(work) {
  try {
    return work();
  } catch {
    return null; // storage refused or full: the server's draft remains
  }
}

export const rememberOwner = (owner) => attempt(() => localStorage.setItem(OWNER, owner));
export const lastOwner = () => attempt(() => localStorage.getItem(OWNER)) ?? "";

const place = (owner, key) => `${COPY}${owner}.${key}`;
const names = () => attempt(() => Object.keys(localStorage)) ?? [];
const read = (name) => attempt(() => JSON.parse(localStorage.getItem(name)));

export function keep(owner, key, copy) {
  return attempt(() => (localStorage.setItem(place(owner, key), JSON.stringify({ ...copy, at: Date.now() })), true)) ?? false;
}

// With ``at``, only what was kept at that moment: another page may have kept more since.
export function forget(owner, key, at = 0) {
  if (!at || copy(owner, key)?.at === at) attempt(() => localStorage.removeItem(place(owner, key)));
}

// Answers the new key, for what follows; the old one stays when the device is full.
export function move(owner, key, to, moved) {
  if (!keep(owner, to, moved)) return key;
  forget(owner, key);
  return to;
}

export function copy(owner, key) {
  const found = read(place(owner, key));
  return found?.fields ? found : null;
}

// Every copy of this person's, as [key, copy].
export function copies(owner) {
  const start = place(owner, "");
  return names()
    .filter((name) => name.startsWith(start))
    .map((name) => [name.slice(start.length), read(name)])
    .filter(([, copy]) => copy?.fields);
}

const isOf = (owner, name) => Boolean(owner) && name.startsWith(place(owner, ""));

export const someWaitForOthers = (owner) => names().some((name) => stays(name) && !isOf(owner, name));

function stays(name) {
  const copy = name.startsWith(COPY) ? read(name) : null;
  return Boolean(copy?.fields) && !(Date.now() - copy.at > LONGEST);
}

// Words that nobody came back for do not wait for ever.
export function forgetOld() {
  for (const name of names()) if (name.startsWith(COPY) && !stays(name)) attempt(() => localStorage.removeItem(name));
}

// When one leaves: nothing stays but words that reached no server, whoever wrote them, under a mark that names nobody.
// No page shows them any more until their author signs in and opens the writing page. Answers whether any stay.
// When ``erased`` erases their account, only what waits for others stays.
export function forgetAllButCopies(erased = "") {
  const kept = names().filter((name) => stays(name) && !isOf(erased, name));
  for (const name of names()) if (!kept.includes(name)) attempt(() => localStorage.removeItem(name));
  return kept.length > 0;
}
