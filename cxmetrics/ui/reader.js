// A reader's page goes when its link goes: asked every two seconds while it is looked at, and at every touch.
const ask = async () => {
  if (document.hidden) return;
  const answer = await fetch(`${location.pathname}/open`, { cache: "no-store" }).catch(() => null);
  if (answer && answer.status === 404) location.reload();
};
setInterval(ask, 2000);
for (const touch of ["click", "keydown", "visibilitychange"]) document.addEventListener(touch, ask);
