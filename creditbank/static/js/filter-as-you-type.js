// <form method="get" data-filter="#results">: asks the same address while one types and puts the
// element of that id in place. Without it the form's button does the same.
const PAUSE = 250;
let waiting = 0;
let asked = null;

const refresh = async (form) => {
  const selector = form.dataset.filter;
  const address = new URL(form.getAttribute("action") || location.pathname, location.href);
  address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  asked?.abort();
  asked = new AbortController();
  const old = document.querySelector(selector);
  old.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { "X-Partial": selector.slice(1) }, signal: asked.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(selector);
    if (!answer.ok || !fresh) throw new Error(answer.status);
    old.replaceWith(fresh);
    history.replaceState(null, "", address);
  } catch (error) {
    old.removeAttribute("aria-busy");
    if (error.name !== "AbortError") form.removeAttribute("data-filter");
  }
};

const soon = (event) => {
  const form = event.target.closest("form[data-filter]");
  if (!form || event.isComposing) return;
  clearTimeout(waiting);
  waiting = setTimeout(refresh, PAUSE, form);
};

document.addEventListener("input", soon);
document.addEventListener("compositionend", soon);
