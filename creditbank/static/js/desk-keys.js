// <button data-key="a">: a key that presses it, while nothing is being typed. Can be switched off
// (WCAG 2.1.4); `?` lists the keys.
const STORE = "desk-keys";
const help = document.querySelector("[data-keys-help]");
const lever = document.querySelector("[data-keys-switch]");
const opener = document.querySelector("[data-keys-open]");

const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");

const remembered = () => {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true;
  }
};

const nameOf = (control) => {
  const copy = control.cloneNode(true);
  for (const hint of copy.querySelectorAll("kbd, .key-hint")) hint.remove();
  return control.title || control.getAttribute("aria-label") || copy.textContent.trim();
};

const showHelp = () => {
  const rows = [...document.querySelectorAll("[data-key]")].map((control) => {
    const row = document.createElement("div");
    const key = row.appendChild(document.createElement("dt"));
    key.appendChild(document.createElement("kbd")).textContent = control.dataset.key;
    row.appendChild(document.createElement("dd")).textContent = nameOf(control);
    return row;
  });
  help.querySelector("[data-keys-list]").replaceChildren(...rows);
  help.showModal();
};

if (help && opener && lever && help.showModal) {
  opener.hidden = false;
  opener.addEventListener("click", showHelp);
  lever.checked = remembered();
  lever.addEventListener("change", () => {
    try {
      localStorage.setItem(STORE, lever.checked ? "on" : "off");
    } catch {
      // A browser that remembers nothing asks again on the next page.
    }
  });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (lever && !lever.checked) return;
  if (event.key === "?" && help) {
    showHelp();
    return;
  }
  const wanted = event.key.toLowerCase();
  const control = [...document.querySelectorAll("[data-key]")]
    .find((one) => one.dataset.key === wanted && !one.disabled && one.offsetParent);
  if (!control) return;
  event.preventDefault();
  control.focus();
  if (!control.matches("input:not([type=checkbox], [type=radio]), select, textarea")) control.click();
});
