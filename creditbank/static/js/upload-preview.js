// <div data-upload>: shows what was chosen: picture or sheet, name, size.
const UNITS = ["B", "KB", "MB", "GB"];

const size = (bytes) => {
  const step = bytes ? Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1) : 0;
  return `${(bytes / 1024 ** step).toFixed(step ? 1 : 0)} ${UNITS[step]}`;
};

const picture = (file) => {
  const frame = document.createElement("div");
  frame.className = "thumb-picture";
  if (!/^image\/(jpeg|png|gif|webp|avif)$/.test(file.type)) {
    frame.textContent = file.name.split(".").pop().toUpperCase();
    return frame;
  }
  const image = frame.appendChild(new Image());
  image.alt = "";
  image.src = URL.createObjectURL(file);
  image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
  return frame;
};

const thumb = (file) => {
  const item = document.createElement("li");
  item.className = "thumb";
  const text = document.createElement("div");
  text.className = "thumb-text";
  text.append(file.name);
  const weight = text.appendChild(document.createElement("span"));
  weight.className = "faint";
  weight.textContent = size(file.size);
  item.append(picture(file), text);
  return item;
};

document.addEventListener("change", (event) => {
  const box = event.target.closest("[data-upload]");
  if (!box || event.target.type !== "file") return;
  box.querySelector("[data-upload-list]").replaceChildren(...[...event.target.files].map(thumb));
});

// Dropping anywhere on the box is choosing.
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const box = event.target.closest?.("[data-upload]");
    if (!box) return;
    event.preventDefault();
    box.classList.toggle("is-over", kind === "dragenter" || kind === "dragover");
    if (kind !== "drop") return;
    const input = box.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
