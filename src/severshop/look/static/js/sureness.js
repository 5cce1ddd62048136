// Says what the slider stands at while it moves; what that costs is asked for with the button.
(() => {
  const slider = document.querySelector("input[name=sure]");
  const said = document.getElementById("sure-now");
  if (!slider || !said) return;
  const pattern = said.textContent;
  slider.addEventListener("input", () => { said.textContent = pattern.replace(/\d+/, slider.value); });
})();
