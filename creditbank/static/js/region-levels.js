// <div data-levels> holds one <div data-level> a level: choosing one fetches the levels below it.
// Without it the form's button shows them, one after the other.
let asked = null;

document.addEventListener("change", async (event) => {
  const levels = event.target.closest("[data-levels]");
  if (!levels) return;
  const chosen = [...levels.querySelectorAll("select")];
  const place = chosen.indexOf(event.target);
  const address = new URL(location.pathname, location.href);
  for (const select of chosen.slice(0, place + 1)) address.searchParams.set(select.name, select.value);
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(address, { signal: asked.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelectorAll("[data-levels] [data-level]");
    // What was chosen stays where it is, and keeps the focus.
    for (const old of [...levels.children].slice(place + 1)) old.remove();
    levels.append(...[...fresh].slice(place + 1));
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
});
