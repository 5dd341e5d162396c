// The copy kept on the device: only words the server has not confirmed, under a mark that names nobody.

const PREFIX = "recit.";
const OWNER = `${PREFIX}owner`;

function attempt(work) {
  try {
    return work();
  } catch {
    return null; // storage refused or full: the server's draft remains
  }
}

export const rememberOwner = (owner) => attempt(() => localStorage.setItem(OWNER, owner));
export const lastOwner = () => attempt(() => localStorage.getItem(OWNER)) ?? "";

const place = (owner, key) => `${PREFIX}copy.${owner}.${key}`;

export function keep(owner, key, copy) {
  return attempt(() => (localStorage.setItem(place(owner, key), JSON.stringify(copy)), true)) ?? false;
}

export function forget(owner, key) {
  attempt(() => localStorage.removeItem(place(owner, key)));
}

// Every copy of this person's, as [key, copy].
export function copies(owner) {
  const start = place(owner, "");
  const names = attempt(() => Object.keys(localStorage)) ?? [];
  return names
    .filter((name) => name.startsWith(start))
    .map((name) => [name.slice(start.length), attempt(() => JSON.parse(localStorage.getItem(name)))])
    .filter(([, copy]) => copy?.fields);
}

// When one leaves: nothing stays but the words of whoever wrote last that reached no server, under a mark that names nobody.
// No page shows them any more until their author signs in and opens the writing page. Answers whether any stay.
export function forgetAllButCopies() {
  const stay = copies(lastOwner()).length > 0;
  if (stay) attempt(() => localStorage.removeItem(OWNER));
  else attempt(() => localStorage.clear());
  return stay;
}
