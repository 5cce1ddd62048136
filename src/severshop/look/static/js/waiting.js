// The bank is asked again by looking again: every four seconds at first, then more slowly.
(() => {
  const looked = Number(sessionStorage.getItem("looked") ?? 0) + 1;
  sessionStorage.setItem("looked", String(looked));
  setTimeout(() => location.reload(), Math.min(4000 * looked, 30000));
})();
