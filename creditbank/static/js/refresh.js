// <div id="…" data-refresh="1000" data-refresh-say="正在检查 30%">: the page is asked for again every
// so many milliseconds and the elements of the same ids are put in place. Where the answer has no
// such element any more, something else has begun: the page is loaded anew. What is to be said goes
// through one live region, when it changes.
const live = () => [...document.querySelectorAll("[data-refresh]")];
const teller = document.createElement("p");
teller.className = "visually-hidden";
teller.setAttribute("role", "status");

const put = (old, page) => {
  const fresh = page.getElementById(old.id);
  if (!fresh) return false;
  const say = fresh.dataset.refreshSay ?? "";
  if (say && say !== teller.textContent) teller.textContent = say;
  old.replaceWith(fresh);
  return true;
};

const refresh = async () => {
  try {
    const answer = await fetch(location.href, { headers: { "X-Partial": live()[0].id } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok && !live().every((old) => put(old, page))) {
      location.reload();
      return;
    }
  } catch {
    // Nobody answers at the moment: asked again the next time.
  }
  soon();
};

const soon = () => {
  const pauses = live().map((element) => Number(element.dataset.refresh));
  if (pauses.length) setTimeout(refresh, Math.min(...pauses));
};

if (live().length) {
  document.querySelector("main").append(teller);
  soon();
}
