// <section data-viewer>: one scan at a time, larger, smaller, turned. Without it all scans stand
// below each other.
const STEP = 1.25;
const LARGEST = 6;

const start = (viewer) => {
  const pages = [...viewer.querySelectorAll("[data-viewer-page]")];
  if (!pages.length) return;
  let at = 0;
  let zoom = 1;
  let turn = 0;

  const show = () => {
    pages.forEach((page, place) => { page.hidden = place !== at; });
    viewer.querySelector("[data-viewer-where]").textContent = `${at + 1} / ${pages.length}`;
    const image = pages[at].querySelector("img");
    if (!image) return;
    pages[at].classList.toggle("is-zoomed", zoom > 1);
    image.style.width = zoom === 1 ? "" : `${zoom * 100}%`;
    image.style.transformOrigin = "center";
    image.style.transform = turn ? `rotate(${turn}deg)` : "";
    const sideways = turn % 180 !== 0;
    image.style.marginBlock = sideways ? `${Math.max(0, (image.clientWidth - image.clientHeight) / 2)}px` : "";
  };

  const page = (by) => {
    at = (at + by + pages.length) % pages.length;
    zoom = 1;
    turn = 0;
  };

  const moves = {
    in: () => { zoom = Math.min(zoom * STEP, LARGEST); },
    out: () => { zoom = Math.max(zoom / STEP, 1); },
    fit: () => { zoom = 1; turn = 0; },
    turn: () => { turn = (turn + 90) % 360; },
    next: () => page(1),
    previous: () => page(-1),
  };

  viewer.querySelector("[data-viewer-bar]").hidden = false;
  viewer.addEventListener("click", (event) => {
    const button = event.target.closest("[data-viewer-do]");
    if (!button) return;
    moves[button.dataset.viewerDo]();
    show();
  });
  show();
};

for (const viewer of document.querySelectorAll("[data-viewer]")) start(viewer);
