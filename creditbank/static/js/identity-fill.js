// <div data-identity>: sex and birth date follow from a number of 18 digits, and are then locked;
// the issuing country is asked for a passport only. The server does the same without it.
const TELLING = /^\d{6}(\d{4})(\d{2})(\d{2})\d{2}(\d)[\dX]$/;

const parts = (box) => ({
  number: box.querySelector("[name=number]"),
  kind: box.querySelector("[name=kind]"),
  country: box.querySelector("[name=country]")?.closest(".field"),
  sexes: [...box.querySelectorAll("[name=sex]")],
  born: ["year", "month", "day"].map((part) => box.querySelector(`.part-${part} input`)),
});

const read = (text) => {
  const found = TELLING.exec(text.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase());
  if (!found) return null;
  const [year, month, day, order] = found.slice(1).map(Number);
  const born = new Date(Date.UTC(year, month - 1, day));
  if (year < 1900 || born.getUTCMonth() !== month - 1 || born.getUTCDate() !== day) return null;
  return { born: [year, month, day], sex: order % 2 ? "male" : "female" };
};

const fill = (box) => {
  const { number, kind, sexes, born } = parts(box);
  const told = kind?.value === "passport" ? null : read(number.value);
  const locked = box.dataset.identity === "filled";
  if (!told && !locked) return;
  box.dataset.identity = told ? "filled" : "";
  for (const radio of sexes) {
    radio.checked = radio.value === told?.sex;
    radio.disabled = Boolean(told);
  }
  born.forEach((input, place) => {
    if (!input) return;
    input.value = told?.born[place] ?? "";
    input.disabled = Boolean(told);
  });
};

const offer = (box) => {
  const { kind, country } = parts(box);
  if (kind && country) country.hidden = kind.value !== "passport";
};

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const box = event.target.closest("[data-identity]");
    if (!box || !["number", "kind"].includes(event.target.name)) return;
    fill(box);
    offer(box);
  });
}

for (const box of document.querySelectorAll("[data-identity]")) {
  // What the server filled in and locked is opened again when the number is changed.
  if (box.querySelector("[name=sex]:disabled")) box.dataset.identity = "filled";
  offer(box);
}
