// Plan review: pointing at a reading or stepping onto it lights the words it
// was read from, and the other way round.
(() => {
  if (!document.querySelector('[data-mark]')) return;
  const light = (key, on) => {
    for (const element of document.querySelectorAll(`[data-mark="${CSS.escape(key)}"]`)) {
      element.classList.toggle('is-lit', on);
    }
  };
  const marked = (target) => (target instanceof Element ? target.closest('[data-mark]') : null);
  const turn = (on) => (event) => {
    const element = marked(event.target);
    if (element) light(element.dataset.mark, on);
  };
  for (const type of ['mouseover', 'focusin']) document.addEventListener(type, turn(true));
  for (const type of ['mouseout', 'focusout']) document.addEventListener(type, turn(false));
  // Stepping onto a reading brings its words into sight inside the source.
  document.addEventListener('focusin', (event) => {
    const reading = marked(event.target);
    if (!reading?.classList.contains('reading')) return;
    const source = document.getElementById(`mark-${reading.dataset.mark}`);
    source?.scrollIntoView({ block: 'nearest' });
  });
})();
