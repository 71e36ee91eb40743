// Improves the pages; each of them works without this script.

// The confirmation of the last action has the focus, also in browsers that focus fields only by themselves.
const told = document.getElementById("done");
if (told && document.activeElement === document.body) {
  told.focus();
}

// A button beside a password shows and hides it; before the form is sent the password is hidden again, for password managers.
for (const button of document.querySelectorAll("[data-show]")) {
  const input = button.parentElement.querySelector("input");
  const label = button.querySelector("[data-hide]");
  const shown = label.textContent;
  const toggle = (show) => {
    input.type = show ? "text" : "password";
    label.textContent = show ? label.dataset.hide : shown;
  };
  button.addEventListener("click", () => toggle(input.type === "password"));
  input.form.addEventListener("submit", () => toggle(false));
  button.hidden = false;
}

// A button copies the text of the element it names, and confirms it for a while.
for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const label = button.querySelector("[data-copied]");
  const before = label.textContent;
  button.addEventListener("click", async () => {
    if (await copy(source)) {
      label.textContent = label.dataset.copied;
      setTimeout(() => (label.textContent = before), 3000);
    }
  });
  button.hidden = false;
}

async function copy(source) {
  const text = (source.dataset.text ?? source.textContent).trim();
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without HTTPS there is no clipboard: leave the text selected, ready for the keyboard.
    getSelection().selectAllChildren(source);
    return false;
  }
}

// A button prints the page.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
  button.hidden = false;
}

// A form is sent once. Its button is enabled again after five seconds without an answer, and when the page comes back.
const sent = new Map();
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (sent.has(form)) {
      event.preventDefault();
    } else {
      event.submitter?.setAttribute("aria-disabled", "true");
      sent.set(form, { button: event.submitter, timer: setTimeout(() => wake(form), 5000) });
    }
  });
}

function wake(form) {
  const { button, timer } = sent.get(form);
  clearTimeout(timer);
  sent.delete(form);
  button?.removeAttribute("aria-disabled");
}

for (const comesBack of ["pageshow", "focus"]) {
  addEventListener(comesBack, () => [...sent.keys()].forEach(wake));
}

// The time zone of the browser is proposed to a user who has chosen none; the form of the page saves it.
for (const select of document.querySelectorAll("select[data-time-zone]")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = [...select.options].some((option) => option.value === zone);
  if (known && select.value !== zone && select.dataset.timeZone === "choose" && !select.form.querySelector("[aria-invalid]")) {
    select.value = zone;
  }
  const offer = document.getElementById("time-zone-offer");
  if (known && select.value !== zone && offer) {
    offer.querySelector("strong").textContent = zone;
    offer.querySelector("button").addEventListener("click", () => {
      select.value = zone;
      select.focus();
      offer.hidden = true;
    });
    offer.hidden = false;
  }
}

// Waits are counted down, from the seconds that were left when the page loaded.
for (const wait of document.querySelectorAll("[data-wait]")) {
  const end = performance.now() + wait.dataset.wait * 1000;
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
  const timer = setInterval(() => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    wait.textContent = left < 120 ? words.format(left, "second") : words.format(Math.ceil(left / 60), "minute");
    if (left === 0) {
      clearInterval(timer);
    }
  }, 1000);
}

// The sixth digit sends the code, once, and never when the page shows a refusal.
for (const form of document.querySelectorAll("form[data-send-code]")) {
  const input = form.elements.confirmation_code;
  const send = () => {
    // As the server reads it: digits of any script, without spaces, hyphens and invisible characters.
    if (input.value.replace(/[\s\p{Z}\p{Pd}\p{Cf}\p{M}\u2212\u30fc]/gu, "").match(/^\p{Nd}{6}$/u)) {
      input.removeEventListener("input", send);
      form.requestSubmit(form.querySelector("button:not([type])"));
    }
  };
  if (!input.hasAttribute("aria-invalid")) {
    input.addEventListener("input", send);
  }
}
