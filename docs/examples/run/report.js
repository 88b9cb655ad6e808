// Plays a shot's generated keyframes in its best frame, there and back, while the pointer is on it.
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
for (const section of document.querySelectorAll("section")) {
  const hero = section.querySelector(".hero img");
  const frames = [...section.querySelectorAll(".film img")].map((image) => image.src);
  if (!hero || frames.length < 2 || still) continue;
  const order = [...frames, ...frames.slice(1, -1).reverse()];
  let timer = 0, at = 0;
  hero.closest("figure").addEventListener("mouseenter", () => {
    timer = setInterval(() => { hero.src = order[++at % order.length]; }, 125);
  });
  hero.closest("figure").addEventListener("mouseleave", () => {
    clearInterval(timer);
    hero.src = order[at = 0];
  });
}
const button = document.querySelector("footer button");
button.addEventListener("click", () => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector("pre"));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  document.execCommand("copy");
  button.textContent = "copied";
});
