// Small comforts for pages that already work without script.

// Put the keyboard on what needs attention: the summary of errors.
document.querySelector("[data-focus]")?.focus();

// "Quitter vite": leave, and leave no page to come back to.
for (const link of document.querySelectorAll("[data-quick-exit]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.body.hidden = true;
    window.location.replace(link.href);
  });
}

// A passphrase is long to type unseen: it may be shown, and hides again before it leaves.
for (const field of document.querySelectorAll("[data-reveal]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-primary reveal";
  button.textContent = "Montrer";
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

// One sending per click: the server also refuses doubles, this only avoids the wait.
for (const form of document.querySelectorAll("form[method='post']")) {
  form.addEventListener("submit", () => {
    for (const button of form.querySelectorAll("button[type='submit']")) {
      button.setAttribute("aria-disabled", "true");
    }
  });
}

// Signing out leaves nothing on a shared device; the server's answer asks the browser the same.
for (const form of document.querySelectorAll("form[action='/deconnexion']")) {
  form.addEventListener("submit", () => {
    try {
      localStorage.clear();
    } catch {
      // storage refused: nothing was kept
    }
  });
}

// Two minutes before a session left alone closes, say so; one gesture keeps it open.
const stay = document.querySelector("template[data-stay]");
if (stay) {
  const region = document.querySelector("[data-stay-region]");
  let timer;
  const wait = () => {
    region.replaceChildren();
    clearTimeout(timer);
    timer = setTimeout(warn, Number(stay.dataset.stay) * 1000);
  };
  const warn = () => {
    region.replaceChildren(stay.content.cloneNode(true));
    region.querySelector("button").addEventListener("click", async () => {
      const answer = await fetch(stay.dataset.address, { redirect: "manual" }).catch(() => null);
      if (answer?.ok) {
        wait();
      } else {
        region.querySelector("p").textContent = "Vous êtes déconnecté·e, ou il n’y a pas de réseau. Connectez-vous à nouveau.";
      }
    });
  };
  wait();
}
