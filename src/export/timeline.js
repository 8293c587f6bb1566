const words = document.getElementById("words");
const boxes = [...document.querySelectorAll("input[type=checkbox]")];
const items = [...document.querySelectorAll("li")];
const show = () => {
  const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  const tones = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  let count = 0;
  for (const item of items) {
    const text = item.textContent.toLowerCase();
    const tone = ["cooperation", "conflict"].find((name) => item.classList.contains(name)) || "neither";
    const gone = !tones.has(tone) || !wanted.every((word) => text.includes(word));
    item.classList.toggle("gone", gone);
    count += gone ? 0 : 1;
  }
  for (const year of document.querySelectorAll("section")) {
    year.classList.toggle("gone", !year.querySelector("li:not(.gone)"));
  }
  document.getElementById("count").textContent = count;
};
words.addEventListener("input", show);
boxes.forEach((box) => box.addEventListener("change", show));
